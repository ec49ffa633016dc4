package io.rowcall.write;

import static io.rowcall.write.Writing.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rowcall.batch.Batch;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Verdict;
import io.rowcall.table.TableUnusableException;
import io.rowcall.testing.Database;
import io.rowcall.write.FailureClass.Conflict;
import io.rowcall.write.FailureClass.Outage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What another session does to a chunk that is being written goes up, and never becomes a failed row. */
@TestInstance(Lifecycle.PER_CLASS)
class OthersInTheWayIT {

    private Database database;
    private Writing writing;
    private Connection other;

    @BeforeAll
    void makeTables() {
        database = Database.create("others");
        database.execute(
                "CREATE TABLE plain (id INT PRIMARY KEY, u INT UNIQUE)",
                "CREATE TABLE gaps_fail (id INT PRIMARY KEY, u INT UNIQUE)",
                "CREATE TABLE gaps_ignore (id INT PRIMARY KEY, u INT UNIQUE)",
                "CREATE TABLE gaps_unchanged (id INT PRIMARY KEY, u INT UNIQUE)",
                "CREATE TABLE counted (id INT PRIMARY KEY, n INT)",
                "CREATE TABLE guarded (id INT PRIMARY KEY, u INT UNIQUE)",
                "CREATE TRIGGER guarded AFTER INSERT ON guarded FOR EACH ROW BEGIN"
                        + " DECLARE EXIT HANDLER FOR SQLEXCEPTION SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'hidden';"
                        + " UPDATE counted SET n = n + 1 WHERE id = NEW.id; END",
                "CREATE TABLE ballast (n INT)");
        writing = Writing.on(database);
        writing.settled();
    }

    @AfterAll
    void close() {
        writing.close();
        database.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        database.execute(
                "DELETE FROM plain",
                "DELETE FROM guarded",
                "DELETE FROM counted",
                "INSERT INTO counted VALUES (1, 0), (2, 0), (3, 0), (4, 0)");
        other = database.connect();
        other.setAutoCommit(false);
    }

    @AfterEach
    void end() throws SQLException {
        other.close();
    }

    @ParameterizedTest
    @EnumSource
    void lockThatIsNotGivenIsAConflict(DuplicatePolicy policy) throws Exception {
        others("INSERT INTO plain VALUES (3, 3)");
        assertThat(FailureClassifier.classify(thrown(write("plain", policy)))).isEqualTo(new Conflict("lock wait"));
        assertThat(database.count("plain")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void deadlockIsAConflict(DuplicatePolicy policy) throws Exception {
        deadlock("plain", policy, "INSERT INTO plain VALUES (3, 3)", "INSERT INTO plain VALUES (1, 1)");
    }

    @Test
    void deadlockThatATriggerHandlesIsAConflictAllTheSame() throws Exception {
        deadlock(
                "guarded",
                DuplicatePolicy.FAIL,
                "UPDATE counted SET n = 9 WHERE id = 3",
                "UPDATE counted SET n = 9 WHERE id = 1");
    }

    private void deadlock(String table, DuplicatePolicy policy, String first, String second) throws Exception {
        // The session that has changed less is the one that is ended.
        others(
                "INSERT INTO ballast WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 900) SELECT n FROM s");
        others(first);
        CompletableFuture<Written> write = write(table, policy);
        awaitWaiting();
        others(second);
        assertThat(FailureClassifier.classify(thrown(write))).isEqualTo(new Conflict("deadlock"));
        other.rollback();
        assertThat(database.count(table)).isZero();
    }

    @Test
    void killedStatementIsAnOutage() throws Exception {
        killed("KILL QUERY ");
    }

    @Test
    void killedConnectionIsAnOutage() throws Exception {
        killed("KILL ");
    }

    private void killed(String how) throws Exception {
        others("INSERT INTO plain VALUES (3, 3)");
        CompletableFuture<Written> write = write("plain", DuplicatePolicy.FAIL);
        database.execute(how + awaitWaiting());
        assertThat(FailureClassifier.classify(thrown(write))).isInstanceOf(Outage.class);
        other.rollback();
        assertThat(database.count("plain")).isZero();
    }

    /** On a secondary key, to meet a row in an INSERT locks the gap before it. */
    @ParameterizedTest
    @EnumSource(names = "UPDATE", mode = EnumSource.Mode.EXCLUDE)
    void whereManyRowsMeetOthersTheGapsStayFree(DuplicatePolicy policy) throws Exception {
        String table = "gaps_" + policy.word();
        Target target = Writing.target(table, "PRIMARY");
        writing.write(target, policy, row(0, "id", 1, "u", 100), row(1, "id", 2, "u", 200));
        // From here on it is known that rows meet others on both keys.
        writing.write(target, policy, row(0, "id", 1, "u", 1), row(1, "id", 3, "u", 100), row(2, "id", 4, "u", 4));

        writing.transaction().executeWithoutResult(status -> {
            Batch batch = Writing.batch(
                    policy,
                    row(0, "id", 10, "u", 100),
                    row(1, "id", 11, "u", 150),
                    row(2, "id", 12, "u", 150),
                    row(3, "id", 2, "u", 160));
            assertThat(writing.writeHere(target, List.of(batch)).getFirst())
                    .containsOnlyOnce(Verdict.Done.INSERTED)
                    .element(1)
                    .isEqualTo(Verdict.Done.INSERTED);

            assertThatCode(() -> {
                        others("SET SESSION innodb_lock_wait_timeout = 1");
                        others("INSERT INTO " + table + " VALUES (90, 90), (149, 149)");
                        other.commit();
                    })
                    .doesNotThrowAnyException();
        });
        assertThat(database.queryColumn("SELECT u FROM " + table + " ORDER BY u"))
                .isEqualTo(List.of(4, 90, 100, 149, 150, 200));
    }

    /** How a write ended, and the verdicts that had been given by then. */
    private record Written(@Nullable Throwable thrown, List<Verdict> verdicts) {}

    private static RuntimeException thrown(CompletableFuture<Written> write) throws Exception {
        Written written = write.get(30, TimeUnit.SECONDS);
        assertThat(written.verdicts()).noneMatch(verdict -> verdict instanceof Verdict.Failed);
        return (RuntimeException) Objects.requireNonNull(written.thrown());
    }

    /** Rows 1 to 4, written by another thread. */
    private CompletableFuture<Written> write(String table, DuplicatePolicy policy) {
        Target target = Writing.target(table, "PRIMARY");
        List<Row> rows = new ArrayList<>();
        for (int id = 1; id <= 4; id++) {
            rows.add(row(id - 1, "id", id, "u", id));
        }
        Batch batch = Writing.batch(policy, rows);
        return CompletableFuture.supplyAsync(() -> {
            List<Verdict> verdicts = new ArrayList<>();
            Throwable thrown = catchThrowable(() -> writing.transaction().executeWithoutResult(status -> {
                writing.jdbc().execute("SET SESSION innodb_lock_wait_timeout = 2");
                try {
                    writing.writer()
                            .write(
                                    target,
                                    List.of(new RowWriter.Assignment(batch, (row, verdict) -> verdicts.add(verdict))));
                } catch (TableUnusableException e) {
                    throw new AssertionError(e);
                }
            }));
            return new Written(thrown, verdicts);
        });
    }

    /** The number of the session that waits for a lock of ours. */
    private long awaitWaiting() {
        return Awaitility.await().until(() -> database.queryColumn("""
                                SELECT t.PROCESSLIST_ID FROM performance_schema.data_lock_waits w
                                JOIN performance_schema.threads t ON t.THREAD_ID = w.REQUESTING_THREAD_ID
                                WHERE t.PROCESSLIST_DB = DATABASE()
                                """), found -> !found.isEmpty()).stream()
                .map(id -> ((Number) Objects.requireNonNull(id)).longValue())
                .findFirst()
                .orElseThrow();
    }

    private void others(String sql) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }
}
