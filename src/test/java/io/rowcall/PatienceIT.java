package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.batch.Step;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can't be done now is tried again without haste, and what came too late is judged as something new. */
class PatienceIT {

    private static final String QUEUE = Wire.importQueue("users");

    /** Groups that the worker began. */
    private static final AtomicInteger BEGUN = new AtomicInteger();

    private static Scene scene;
    private static Worker worker;

    @BeforeAll
    static void open() {
        scene = Scene.create("patience");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        worker = scene.start(scene.worker()
                .target("users", "table: users")
                .property("rowcall.apply.work-deadline", "1s")
                .property("rowcall.apply.first-pause", "300ms")
                .property("rowcall.apply.longest-pause", "500ms")
                .listener((step, target) -> {
                    if (step == Step.RECEIVED) {
                        BEGUN.incrementAndGet();
                    }
                }));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @AfterEach
    void nothingIsLeftOver() {
        assertThat(scene.broker().ready(Wire.DEAD)).as("dead letters").isZero();
        Awaitility.await("an empty queue")
                .untilAsserted(() -> assertThat(scene.broker().ready(QUEUE)).isZero());
        assertThat(scene.database().count("rowcall_attempt")).isZero();
    }

    @Test
    void batchThatTakesLongerThanTheDeadlineIsRolledBackAndTriedAgain() {
        scene.database()
                .execute(
                        "CREATE TRIGGER slow BEFORE INSERT ON users FOR EACH ROW SET NEW.name = CONCAT(NEW.name, SLEEP(0.05))");
        BatchMessage batch = batch("users")
                .id("slow")
                .rows(60, i -> new Object[] {"id", i, "name", "n"})
                .message();
        scene.publish(batch);

        Awaitility.await("held")
                .atMost(Duration.ofSeconds(30))
                .until(
                        this::why,
                        why -> why.startsWith(
                                "batch users/slow took longer than rowcall.apply.work-deadline; raise that"));
        assertThat(scene.database().count("users WHERE id < 60")).isZero();
        assertThat(scene.results().find("slow")).isEmpty();
        scene.database().execute("DROP TRIGGER slow");

        assertThat(scene.results().await(batch)).insertedAll(60);
    }

    private String why() {
        return worker.part(Gates.class).states().get("users") instanceof Gate.State.Held held ? held.why() : "";
    }

    @Test
    void batchThatAnotherTransactionHasClaimedComesBackUnhurried() throws SQLException {
        scene.send(batch("users").id("known").row("id", 1_000, "name", "n"));
        BatchMessage batch =
                batch("users").id("claimed").row("id", 1_001, "name", "n").message();
        try (Connection other = scene.database().connect();
                Statement claim = other.createStatement()) {
            other.setAutoCommit(false);
            claim.execute("""
                    INSERT INTO rowcall_batch (target_id, batch_id, content_hash, row_count, inserted, updated, unchanged,
                                               failed, pages, applied_at)
                    SELECT target_id, 'claimed', REPEAT('x', 32), 1, 1, 0, 0, 0, 1, UTC_TIMESTAMP(3)
                    FROM rowcall_target WHERE name = 'users'""");
            int before = BEGUN.get();
            scene.publish(batch);
            Awaitility.await("a while").pollDelay(Duration.ofSeconds(6)).until(() -> true);

            assertThat(BEGUN.get() - before).as("tries in 6 s").isBetween(2, 7);
            assertThat(scene.results().find("claimed")).isEmpty();
            other.rollback();
        }

        assertThat(scene.results().await(batch)).insertedAll(1);
    }

    @Test
    void rowsThatOthersHoldAreWaitedForLongerWhenTheGroupTriesAgain() throws SQLException {
        scene.database().execute("CREATE TABLE held (id INT PRIMARY KEY)");
        AtomicInteger claimed = new AtomicInteger();
        scene.start(scene.worker().target("held", "table: held").listener((step, target) -> {
            if (step == Step.CLAIMED && target.equals("held")) {
                claimed.incrementAndGet();
            }
        }));
        BatchMessage batch = batch("held").id("held-up").row("id", 1).message();
        try (Connection other = scene.database().connect();
                Statement insert = other.createStatement()) {
            other.setAutoCommit(false);
            insert.execute("INSERT INTO held VALUES (1)");
            scene.publish(batch);
            Awaitility.await("the second try").untilAtomic(claimed, equalTo(2));
            Awaitility.await("longer than the first waited")
                    .pollDelay(Duration.ofSeconds(2))
                    .until(() -> true);

            assertThat(claimed).hasValue(2);
            other.rollback();
        }

        assertThat(scene.results().await(batch)).insertedAll(1);
        assertThat(scene.database().queryColumn("""
                SELECT DISTINCT v.VARIABLE_VALUE FROM performance_schema.variables_by_thread v
                JOIN performance_schema.threads t USING (THREAD_ID)
                WHERE v.VARIABLE_NAME = 'innodb_lock_wait_timeout' AND t.PROCESSLIST_DB = DATABASE()
                AND t.PROCESSLIST_ID <> CONNECTION_ID()""")).containsExactly("1");
    }

    @Test
    void workerThatIsInterruptedAmidAStatementBlamesNothingOnItsBatch() throws SQLException {
        scene.database().execute("CREATE TABLE others (id INT PRIMARY KEY)");
        Worker impatient = scene.start(scene.worker()
                .target("others", "table: others")
                .property("rowcall.receive.stop-within", "1s")
                .property("rowcall.ledger.lock-wait", "20s"));
        BatchMessage batch = batch("others").id("at-hand").row("id", 1).message();
        try (Connection other = scene.database().connect();
                Statement insert = other.createStatement()) {
            other.setAutoCommit(false);
            insert.execute("INSERT INTO others VALUES (1)");
            scene.publish(batch);
            scene.database().awaitLockWait();

            impatient.close();

            Map<String, Object> headers = Awaitility.await("given back")
                    .until(() -> scene.broker().peek(Wire.importQueue("others")), Optional::isPresent)
                    .orElseThrow()
                    .getProps()
                    .getHeaders();
            assertThat(headers == null ? null : headers.get("x-delivery-count")).isNull();
            other.rollback();
        }
        scene.start(scene.worker().target("others", "table: others"));

        assertThat(scene.results().await(batch)).insertedAll(1);
    }

    @Test
    void batchThatComesAfterTheLedgerForgotItIsJudgedAsANewOne() {
        BatchBuilder batch = batch("users").id("late").rows(3, i -> new Object[] {"id", 2_000 + i, "name", "n"});
        assertThat(scene.send(batch)).insertedAll(3);
        scene.database().execute("DELETE FROM rowcall_batch WHERE batch_id = 'late'");
        // It will have a second applied result, which is wrong for every other batch.
        scene.results().close();

        scene.publish(batch.message());

        String result = Awaitility.await("the second result")
                .until(() -> scene.broker().get(Wire.RESULTS), Optional::isPresent)
                .map(message -> new String(message.getBody(), StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(result)
                .contains("\"batchId\":\"late\"", "\"inserted\":0,", "\"failed\":3", "\"code\":\"DUPLICATE_KEY\"");
        assertThat(scene.database().count("users WHERE id BETWEEN 2000 AND 2002"))
                .isEqualTo(3);
    }
}
