package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Status;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The main job from the queue to the result, on one worker. */
class MainJobIT {

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = Scene.create("main");
        scene.database()
                .execute(
                        "CREATE TABLE countries (code CHAR(2) PRIMARY KEY)",
                        """
                        CREATE TABLE users (
                            id INT PRIMARY KEY,
                            name VARCHAR(8) NOT NULL,
                            email VARCHAR(40) UNIQUE,
                            country CHAR(2) NOT NULL DEFAULT 'DE',
                            age INT CHECK (age < 150),
                            secret VARCHAR(2000),
                            FOREIGN KEY (country) REFERENCES countries (code))""",
                        "CREATE TABLE notes (id INT PRIMARY KEY, text VARCHAR(8) NOT NULL)",
                        "CREATE TABLE prices (id INT PRIMARY KEY, price DECIMAL(8, 2))",
                        "CREATE TABLE stays (id INT PRIMARY KEY, name VARCHAR(8))");
        scene.start(scene.worker()
                .target(
                        "users",
                        "table: users",
                        "allowed: fail, unchanged, ignore, update",
                        "triggers: none",
                        "values.secret: mask")
                .target(
                        "discreet",
                        "table: users",
                        "triggers: none",
                        "values.id: mask",
                        "values.age: mask",
                        "values.email: drop",
                        "values.secret: drop",
                        "values.name: show")
                .target("notes", "table: notes", "triggers: none")
                .target("prices", "table: prices", "triggers: none")
                .target("stays", "table: stays"));
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @BeforeEach
    void fill() {
        scene.database()
                .execute(
                        "DELETE FROM users",
                        "DELETE FROM countries",
                        "INSERT INTO countries VALUES ('DE'), ('FR')",
                        "INSERT INTO users (id, name, email) VALUES (7, 'Old', 'old@x')");
    }

    @Test
    void goodRowsGoInAndEachBadOneIsAnsweredWithItsReason() {
        Result result = scene.send(batch("users")
                .row("id", 1, "name", "Ada", "email", "ada@x")
                .row("id", 2, "name", "much too long", "email", "b@x")
                .row("id", 7, "name", "Old", "email", "other@x")
                .row("id", 1, "name", "Ada", "email", "again@x")
                .row("id", 3, "name", "Cleo", "email", "old@x")
                .row("id", 4, "name", "Dora", "country", "ZZ")
                .row("id", 5, "name", "Emil", "age", 150)
                .row("id", 6, "name", "Fay", "email", "f@x"));

        assertThat(result).counts(8, 2, 0, 0, 6).hasStatus(Status.PARTIAL);
        assertThat(result).rowFailed(1, ReasonCode.TOO_LONG, "name", "8", "13");
        assertThat(result).rowFailed(2, ReasonCode.DUPLICATE_KEY, "id");
        assertThat(result).rowFailed(3, ReasonCode.DUPLICATE_IN_BATCH, "id");
        assertThat(result).rowFailed(4, ReasonCode.DUPLICATE_KEY, "email");
        assertThat(result).rowFailed(5, ReasonCode.FOREIGN_KEY, "country");
        assertThat(result).rowFailed(6, ReasonCode.CHECK, "age");
        assertThat(ids()).containsExactly(1, 6, 7);
    }

    @Test
    void allFaultsOfARowAreNamedAtOnce() {
        Result result =
                scene.send(batch("users").row("id", "x", "name", null, "country", "DEU", "age", 2.5, "nmae", "Ada"));

        assertThat(result)
                .rowFailed(
                        0,
                        ReasonCode.UNKNOWN_COLUMN,
                        ReasonCode.WRONG_TYPE,
                        ReasonCode.NOT_NULL,
                        ReasonCode.TOO_LONG,
                        ReasonCode.PRECISION_LOSS);
        assertThat(result).hasStatus(Status.FAILED);
    }

    private enum Form {
        JSON(BatchBuilder::json),
        COLUMNS(BatchBuilder::columnar),
        NDJSON(BatchBuilder::ndjson),
        CSV(BatchBuilder::csv),
        GZIPPED_CSV(batch -> batch.csv().gzip());

        private final UnaryOperator<BatchBuilder> as;

        Form(UnaryOperator<BatchBuilder> as) {
            this.as = as;
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyBodyFormGoesTheSameWay(Form form) {
        Result result = scene.send(form.as.apply(batch("users")
                .row("id", 1, "name", "Ärö €", "email", "a@x")
                .row("id", 2, "name", null, "email", "b@x")
                .row("id", 3, "name", "Cleo", "email", null)));

        assertThat(result).counts(3, 2, 0, 0, 1);
        assertThat(result).rowFailed(1, ReasonCode.NOT_NULL, "name");
        assertThat(scene.database().queryColumn("SELECT name FROM users WHERE id IN (1, 3) ORDER BY id"))
                .isEqualTo(List.of("Ärö €", "Cleo"));
    }

    @ParameterizedTest
    @EnumSource(DuplicatePolicy.class)
    void thePolicyDecidesWhatBecomesOfDuplicates(DuplicatePolicy policy) {
        Result result = scene.send(batch("users")
                .onDuplicate(policy)
                .row("id", 7, "name", "Old", "email", "old@x")
                .row("id", 7, "name", "New", "email", "old@x")
                .row("id", 8, "name", "Hal", "email", "old@x")
                .row("id", 9, "name", "Ida", "email", "ida@x"));

        switch (policy) {
            case FAIL -> assertThat(result).counts(4, 1, 0, 0, 3);
            case UNCHANGED -> assertThat(result).counts(4, 1, 0, 1, 2);
            case IGNORE -> assertThat(result).counts(4, 1, 0, 3, 0);
            case UPDATE -> assertThat(result).counts(4, 1, 1, 1, 1);
        }
        assertThat(scene.database().queryValue("SELECT name FROM users WHERE id = 7"))
                .isEqualTo(policy == DuplicatePolicy.UPDATE ? "New" : "Old");
        assertThat(ids()).containsExactly(7, 9);
    }

    @Test
    void dryRunSaysWhatWouldHappenAndChangesNothing() {
        BatchBuilder batch =
                batch("users").id("dry").row("id", 1, "name", "Ada").row("id", 7, "name", "Old");
        Result dry = scene.send(batch.dryRun());

        assertThat(dry).isDryRun().counts(2, 1, 0, 0, 1);
        assertThat(ids()).containsExactly(7);
        assertThat(scene.database().queryColumn("SELECT batch_id FROM rowcall_batch WHERE batch_id = 'dry'"))
                .isEmpty();
    }

    @Test
    void maskedValuesStandNowhereInTheResult() {
        Result result = scene.send(batch("users")
                .row("id", 1, "name", "Ada", "secret", "s3cr3t".repeat(500))
                .row("id", 7, "name", "Old", "secret", "s3cr3t"));

        assertThat(result).failedRows(0, 1);
        assertThat(result.failures()).allSatisfy(failure -> {
            assertThat(failure.json().toString()).doesNotContain("s3cr3t");
            assertThat(failure.values().get("secret").toString()).isEqualTo("{\"masked\":true}");
        });
    }

    @Test
    void ofAFailedRowThatIsShownWhatEachColumnAllows() {
        Result result = scene.send(
                batch("discreet").row("id", 1, "name", "much too long", "email", null, "Secret", "s3cr3t", "age", 30));

        assertThat(result.failures().getFirst().values().toString())
                .isEqualTo("{\"id\":{\"masked\":true},\"name\":\"much too long\",\"age\":{\"masked\":true}}");
    }

    @Test
    void reasonsTellNothingOfValuesThatMayNotBeShown() {
        Result result = scene.send(batch("discreet").ndjson().body("""
                {"id": 4242424242, "name": "Ada", "email": "a@x"}
                {"id": 1, "name": "Bob", "age": "s3cr3t"}
                {"id": 2, "name": "Cleo", "age": 4242}
                {"id": 7, "name": "Old", "email": "s3cr3t"}
                {"id": 3, "name": "Dora", "email": "old@x"}
                {"id": 4, "name": "Emil", "secret": s3cr3t}
                {"id": 5, "name": "Fay", "secret": "s3cr3t\\ud800"}
                {"id": 6, "name": "Gil", "secret": {"s3cr3t": 1, "s3cr3t": 2}}
                {"id": 8, "name": "Hal", "age": 1e424242}"""));

        assertThat(result)
                .rowFailed(0, ReasonCode.OUT_OF_RANGE, "id")
                .rowFailed(1, ReasonCode.WRONG_TYPE, "age")
                .rowFailed(2, ReasonCode.CHECK, "age")
                .rowFailed(3, ReasonCode.DUPLICATE_KEY, "id")
                .rowFailed(4, ReasonCode.DUPLICATE_KEY, "email");
        for (int row = 5; row < 9; row++) {
            assertThat(result).rowFailed(row, ReasonCode.BAD_ROW);
        }
        assertThat(result.failures())
                .allSatisfy(failure ->
                        assertThat(failure.json().toString()).doesNotContain("s3cr3t", "4242", "old@x", "id 7"));

        Result refused = scene.send(batch("discreet").body("[{\"id\": 1, \"name\": \"Ada\", \"secret\": s3cr3t}]"));
        assertThat(refused).isRefused(RefusalCode.MALFORMED).says("line 1, column");
        assertThat(refused.message()).doesNotContain("s3cr3t");
    }

    @Test
    void manyFailuresComeInPagesThatAllCarryTheCounts() {
        int rows = 3_000;
        Result result = scene.send(batch("users").rows(rows, i ->
                new Object[] {"id", i, "name", "much too long", "email", "x".repeat(1_000)}));

        assertThat(result).counts(rows, 0, 0, 0, rows).hasStatus(Status.FAILED);
        assertThat(result.pages()).isGreaterThan(2);
        assertThat(result.failures()).hasSize(rows);
        assertThat(scene.database()
                        .queryValue("SELECT COUNT(DISTINCT row_index) FROM rowcall_failed_row" + " WHERE batch_id = '"
                                + result.batchId() + "'"))
                .isEqualTo((long) rows);
    }

    @Test
    void aBatchWithoutRowsIsCompleted() {
        assertThat(scene.send(batch("users").body("[]"))).counts(0, 0, 0, 0, 0).isCompleted();
    }

    @Test
    void aTableThatChangesIsReadAgain() {
        assertThat(scene.send(batch("notes").row("id", 1, "text", "short"))).isCompleted();
        scene.database().execute("ALTER TABLE notes CHANGE text label VARCHAR(30) NOT NULL");

        assertThat(scene.send(batch("notes").row("id", 2, "text", "short")))
                .rowFailed(0, ReasonCode.UNKNOWN_COLUMN, ReasonCode.NO_DEFAULT);
        assertThat(scene.send(batch("notes").row("id", 3, "label", "longer than eight")))
                .isCompleted();
    }

    @Test
    void aColumnThatIsWidenedTakesMoreAndANarrowedOneRoundsNothing() {
        assertThat(scene.send(batch("prices").row("id", 1, "price", 1.25))).isCompleted();
        scene.database().execute("ALTER TABLE prices MODIFY price DECIMAL(8, 3)");
        assertThat(scene.send(batch("prices").row("id", 2, "price", 1.125))).isCompleted();
        scene.database().execute("ALTER TABLE prices MODIFY price DECIMAL(8, 1)");
        assertThat(scene.send(batch("prices").row("id", 3, "price", 1.25)))
                .rowFailed(0, ReasonCode.PRECISION_LOSS, "price");
    }

    @Test
    void aTableThatIsAlteredWhileBatchesGoInFailsNoRow() throws SQLException {
        List<BatchMessage> batches = IntStream.range(0, 200)
                .mapToObj(batch -> batch("stays")
                        .rows(20, row -> new Object[] {"id", 20 * batch + row, "name", "n"})
                        .message())
                .toList();
        scene.publish(batches.subList(0, 100).toArray(BatchMessage[]::new));
        Thread altering;
        try (Connection reader = scene.database().connect()) {
            reader.setAutoCommit(false);
            reader.createStatement().executeQuery("SELECT * FROM stays LIMIT 1");
            // It waits for the reader, and what the worker does next for it.
            altering = Thread.ofPlatform()
                    .start(
                            () -> scene.database()
                                    .execute(
                                            "ALTER TABLE stays ADD COLUMN note VARCHAR(8) NOT NULL DEFAULT '-', MODIFY name VARCHAR(64)"));
            scene.publish(batches.subList(100, 200).toArray(BatchMessage[]::new));
            Awaitility.await("both wait for the table")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> scene.database()
                                    .queryColumn("SELECT id FROM information_schema.processlist WHERE db = DATABASE()"
                                            + " AND state = 'Waiting for table metadata lock'")
                                    .size()
                            > 1);
            reader.rollback();
        }
        for (String change : List.of("ENGINE = InnoDB, ALGORITHM = COPY", "DROP COLUMN note", "ADD KEY (name)")) {
            scene.database().execute("ALTER TABLE stays " + change);
        }

        batches.forEach(batch -> assertThat(scene.results().await(batch)).insertedAll(20));
        assertThat(altering.isAlive()).isFalse();
        assertThat(scene.database().count("stays")).isEqualTo(4_000);
    }

    private static List<Object> ids() {
        return scene.database().queryColumn("SELECT id FROM users ORDER BY id");
    }
}
