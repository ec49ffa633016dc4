package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Wire;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.Direction;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Tripwire;
import io.rowcall.testing.WirePattern;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An outage is never a row's fault: no row fails, the target is held and goes on by itself when the cause is gone. */
class OutageIT {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.create("outage");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static WorkerBuilder configured(WorkerBuilder worker) {
        return worker.target("users", "table: users")
                .property("rowcall.apply.first-pause", "100ms")
                .property("rowcall.apply.longest-pause", "1s");
    }

    @Test
    void deadlockIsRetriedAndNeverReportedAsAFailedRow() throws SQLException {
        scene.database().execute("CREATE TABLE weight (id INT PRIMARY KEY AUTO_INCREMENT, x INT)");
        scene.start(configured(scene.worker()));
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            // The heavier transaction wins a deadlock.
            String heavy = "INSERT INTO weight (x) SELECT seq.n FROM (WITH RECURSIVE s (n) AS"
                    + " (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 900) SELECT n FROM s) seq";
            other.createStatement().execute(heavy);
            other.createStatement().execute("INSERT INTO users VALUES (2, 'other')");
            scene.publish(two("deadlocked"));
            scene.database().awaitLockWait();

            long before = deadlocks();
            other.createStatement().execute("INSERT INTO users VALUES (1, 'other')");
            assertThat(deadlocks()).isGreaterThan(before);
            other.rollback();
        }

        assertThat(scene.results().await("deadlocked")).insertedAll(2);
    }

    @Test
    void lockWaitIsRetriedAndNeverReportedAsAFailedRow() throws SQLException {
        scene.start(configured(scene.worker()));
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (2, 'other')");
            scene.publish(two("waiting"));
            scene.database().awaitLockWait();
            // The worker's own lock wait ends after 5 s: see it come a second time.
            scene.database().awaitNextLockWait();
            other.rollback();
        }

        assertThat(scene.results().await("waiting")).insertedAll(2);
    }

    @Test
    void killedConnectionIsReplacedAndTheBatchAppliedOnce() throws SQLException {
        scene.start(configured(scene.worker()));
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (2, 'other')");
            scene.publish(two("killed"));
            scene.database().awaitLockWait();
            scene.database()
                    .execute("KILL "
                            + scene.database()
                                    .queryValue(
                                            "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
                                                    + " AND trx_mysql_thread_id IN (SELECT id FROM information_schema.processlist WHERE db = ?)",
                                            scene.database().name()));
            other.rollback();
        }

        assertThat(scene.results().await("killed")).insertedAll(2);
    }

    @Test
    void missingTableHoldsTheTargetUntilItIsThere() {
        scene.start(configured(scene.worker()));
        assertThat(scene.send(batch("users").row("id", 9, "name", "before"))).insertedAll(1);
        scene.database().execute("RENAME TABLE users TO away");
        scene.publish(two("early"));
        awaitHeld();

        scene.database().execute("RENAME TABLE away TO users");

        assertThat(scene.results().await("early")).insertedAll(2);
    }

    @Test
    void missingRightHoldsTheTargetUntilItIsGiven() {
        scene.start(configured(scene.worker())).stop();
        Account account = scene.database().account("worker", "SELECT, INSERT, UPDATE, DELETE ON *", "TRIGGER ON users");
        scene.start(configured(scene.worker()).databaseAccount(account));
        scene.database().revoke(account, "INSERT ON *").grant(account, "INSERT ON rowcall_batch");
        scene.publish(two("unauthorised"));
        awaitHeld();

        scene.database().grant(account, "INSERT ON *");

        assertThat(scene.results().await("unauthorised")).insertedAll(2);
    }

    @Test
    void errorThatNobodyKnowsHoldsTheTargetWhereEveryRowMeetsIt() {
        scene.database().execute("CREATE TABLE switch (broken BOOLEAN)", "INSERT INTO switch VALUES (TRUE)", """
                        CREATE TRIGGER unknown BEFORE INSERT ON users FOR EACH ROW
                        IF (SELECT broken FROM switch) THEN
                            SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1105, MESSAGE_TEXT = 'engine trouble';
                        END IF""");
        scene.start(configured(scene.worker()));
        scene.publish(two("unlucky"));
        awaitHeld();

        scene.database().execute("UPDATE switch SET broken = FALSE");

        assertThat(scene.results().await("unlucky")).insertedAll(2);
    }

    @ParameterizedTest
    @EnumSource(Tripwire.Edge.class)
    void commitOfUnknownOutcomeIsDecidedByTheLedger(Tripwire.Edge edge) {
        try (FaultProxy proxy = FaultProxy.to(scene.database().server());
                Worker worker = configured(Worker.on(scene.database().through(proxy), scene.broker()))
                        .start()) {
            assertThat(scene.send(two("first", 10))).insertedAll(2);
            Tripwire tripwire = proxy.cutAt(Direction.TO_SERVER, WirePattern.mysqlQuery("commit"), edge);

            Result result = scene.send(two("unknown"));

            assertThat(result).insertedAll(2);
            assertThat(tripwire.tripped()).isTrue();
            assertThat(scene.database().count("users")).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Tripwire.Edge.class)
    void resultOfUnknownOutcomeIsSentAgainUnchanged(Tripwire.Edge edge) {
        try (FaultProxy proxy = FaultProxy.to(scene.broker().server());
                Worker worker = configured(
                                Worker.on(scene.database(), scene.broker().through(proxy)))
                        .start()) {
            assertThat(scene.send(two("first", 10))).insertedAll(2);
            Tripwire tripwire = proxy.cutAt(Direction.TO_SERVER, WirePattern.text("\"resultId\""), edge);

            scene.publish(two("unknown"));
            tripwire.awaitTripped();

            assertThat(scene.results().await("unknown")).insertedAll(2);
            assertThat(scene.database().count("users")).isEqualTo(4);
        }
    }

    @Test
    void unreachableDatabaseHoldsTheTargetUntilItIsBack() {
        try (FaultProxy proxy = FaultProxy.to(scene.database().server());
                Worker worker = configured(Worker.on(scene.database().through(proxy), scene.broker()))
                        .start()) {
            assertThat(scene.send(two("first", 10))).insertedAll(2);
            proxy.refuse();
            scene.publish(two("refused"));
            awaitHeld();
            proxy.restore();

            assertThat(scene.results().await("refused")).insertedAll(2);
            assertThat(scene.database().count("users")).isEqualTo(4);
        }
    }

    private static BatchBuilder two(String id) {
        return two(id, 1);
    }

    private static BatchBuilder two(String id, int first) {
        return batch("users").id(id).row("id", first, "name", "a").row("id", first + 1, "name", "b");
    }

    private void awaitHeld() {
        Awaitility.await("the target is held")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> scene.broker().consumers(Wire.importQueue("users")) == 0);
    }

    private long deadlocks() {
        return ((Number) scene.database()
                        .queryValue(
                                "SELECT count FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'"))
                .longValue();
    }
}
