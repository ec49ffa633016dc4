package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static io.rowcall.testing.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Outages;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Tripwire;
import io.rowcall.testing.WirePattern;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An outage, a lock or a wrong setting must never look like a bad row: no row fails, nothing is dead-lettered, the
 * batches wait in their queue, the target says why it is held, and goes on by itself when the cause is gone.
 */
class OutageIT {

    /** One for each test, so that none waits for another's hold. */
    private static final List<String> TARGETS = List.of(
            "deadlocked",
            "locked",
            "longlocked",
            "killed",
            "interrupted",
            "renamed",
            "triggered",
            "revoked",
            "rekeyed",
            "uncommitted",
            "committed",
            "silent",
            "down",
            "puzzled",
            "mixed");

    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private static Scene scene;
    private static Outages outages;
    private static FaultProxy proxy;
    private static Account account;
    private static Worker worker;

    @BeforeAll
    static void open() {
        scene = Scene.create("outage");
        outages = new Outages(scene, FIRST_PAUSE);
        proxy = FaultProxy.to(scene.database().server());
        scene.database().migrate();
        TARGETS.forEach(target ->
                scene.database().execute("CREATE TABLE " + target + " (id INT PRIMARY KEY, name VARCHAR(20))"));
        account = scene.database()
                .account(
                        "worker",
                        Stream.concat(
                                        TARGETS.stream().map(target -> "SELECT, INSERT, UPDATE ON " + target),
                                        Stream.of("target", "batch", "failure", "outbox", "refusal", "attempt")
                                                .map(own -> "SELECT, INSERT, UPDATE, DELETE ON rowcall_" + own))
                                .toArray(String[]::new));
        worker = scene.start(configured(TARGETS));
    }

    private static WorkerBuilder configured(List<String> targets) {
        WorkerBuilder builder = outages.watch(Worker.on(scene.database().through(proxy), scene.broker()), LONGEST_PAUSE)
                .databaseAccount(account)
                .property("rowcall.schema.migrate", "false")
                .property("rowcall.ledger.lock-wait", "1s")
                // Its commits would be taken for those of a group.
                .property("rowcall.result.relay-interval", "1h")
                .property("spring.datasource.hikari.connection-timeout", "1000")
                .property("spring.datasource.hikari.validation-timeout", "500")
                .property("spring.datasource.hikari.data-source-properties.socketTimeout", "2500");
        targets.forEach(target -> builder.target(target, "table: " + target));
        return builder;
    }

    @AfterAll
    static void close() {
        scene.close();
        proxy.close();
    }

    @AfterEach
    void nothingIsDeadLettered() {
        proxy.restore();
        assertThat(scene.broker().ready(Wire.DEAD)).as("dead letters").isZero();
        assertThat(scene.broker().ready(Wire.DROPPED)).as("dropped batches").isZero();
    }

    @Test
    void aDeadlockIsTriedAgain() throws SQLException {
        applyFirst("deadlocked");
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            // Heavier than the worker's transaction, which InnoDB then ends.
            execute(
                    other,
                    "INSERT INTO deadlocked WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n"
                            + " WHERE i < 1900) SELECT i, 'filler' FROM n");
            execute(other, "INSERT INTO deadlocked VALUES (11, 'theirs')");
            BatchMessage batch = publish("deadlocked", 10, 11);
            awaitLockWait("deadlocked");

            execute(other, "INSERT INTO deadlocked VALUES (10, 'theirs')");
            other.rollback();

            assertThat(scene.results().await(batch)).insertedAll(2);
        }
        assertIds("deadlocked", 1, 10, 11);
    }

    @Test
    void aLockThatIsHeldForLongerThanOneWaitIsTriedAgain() throws SQLException {
        applyFirst("locked");
        try (Connection other = hold("locked", 10)) {
            BatchMessage batch = publish("locked", 10, 11);
            awaitLockWait("locked");
            Awaitility.await("longer than the lock wait")
                    .pollDelay(Duration.ofMillis(1_500))
                    .until(() -> true);
            outages.assertUnanswered(batch);
            other.rollback();

            assertThat(scene.results().await(batch)).insertedAll(2);
        }
        assertIds("locked", 1, 10, 11);
    }

    @Test
    void aLockThatWouldNotEndHoldsTheTarget() throws SQLException {
        applyFirst("longlocked");
        try (Connection other = hold("longlocked", 10)) {
            BatchMessage batch = publish("longlocked", 10, 11);

            awaitHeld("longlocked", "other transactions are in the way (lock wait)");
            outages.assertGivenBackUncounted("longlocked");
            outages.assertUnanswered(batch);
            other.rollback();

            assertThat(scene.results().await(batch)).insertedAll(2);
        }
        assertIds("longlocked", 1, 10, 11);
    }

    @Test
    void aKilledConnectionHoldsTheTargetForAMoment() throws SQLException {
        interrupt("killed", "KILL ", "the connection to the database failed");
    }

    @Test
    void aKilledStatementHoldsTheTargetForAMoment() throws SQLException {
        interrupt("interrupted", "KILL QUERY ", "the statement was killed");
    }

    private void interrupt(String target, String kill, String why) throws SQLException {
        applyFirst(target);
        try (Connection other = hold(target, 10)) {
            BatchMessage batch = publish(target, 10, 11);
            scene.database().execute(kill + awaitLockWait(target));

            awaitHeld(target, why);
            outages.assertUnanswered(batch);
            other.rollback();

            assertThat(scene.results().await(batch)).insertedAll(2);
        }
        assertIds(target, 1, 10, 11);
    }

    @Test
    void aMissingTableHoldsItsTarget() {
        applyFirst("renamed");

        overcome(
                "renamed",
                "has no table renamed that this account may use. Create it",
                () -> scene.database().execute("RENAME TABLE renamed TO elsewhere"),
                () -> scene.database().execute("RENAME TABLE elsewhere TO renamed"));
    }

    @Test
    void aTriggerThatNamesAMissingColumnHoldsItsTarget() {
        applyFirst("triggered");
        scene.database()
                .execute(
                        "CREATE TABLE looked_up (id INT PRIMARY KEY, gone INT)",
                        "CREATE TRIGGER look BEFORE INSERT ON triggered FOR EACH ROW SET @x = (SELECT MAX(gone) FROM looked_up)");

        overcome(
                "triggered",
                "MySQL error 1054",
                () -> scene.database().execute("ALTER TABLE looked_up DROP COLUMN gone"),
                () -> scene.database().execute("ALTER TABLE looked_up ADD COLUMN gone INT"));
    }

    @Test
    void anErrorThatNobodyKnowsHoldsTheTargetWhereEveryRowMeetsIt() {
        applyFirst("puzzled");

        overcome(
                "puzzled",
                "MySQL error 1999; see its description",
                () -> scene.database().execute("""
                        CREATE TRIGGER unknown BEFORE INSERT ON puzzled FOR EACH ROW
                        SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1999, MESSAGE_TEXT = 'engine trouble'"""),
                () -> scene.database().execute("DROP TRIGGER unknown"));
    }

    @Test
    void anErrorThatNobodyKnowsIsTheRowsFaultWhereTheTableTakesOthers() {
        applyFirst("mixed");
        scene.database().execute("""
                CREATE TRIGGER picky BEFORE INSERT ON mixed FOR EACH ROW
                IF NEW.id = 11 THEN
                    SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1999, MESSAGE_TEXT = 'not this one';
                END IF""");
        BatchMessage mixed = publish("mixed", 10, 11, 12);
        BatchMessage alone = publish("mixed", 11);

        assertThat(scene.results().await(mixed)).counts(3, 2, 0, 0, 1).rowFailed(1, ReasonCode.DATABASE);
        assertThat(scene.results().await(alone)).counts(1, 0, 0, 0, 1).rowFailed(0, ReasonCode.DATABASE);
        assertIds("mixed", 1, 10, 12);
    }

    @Test
    void aRevokedPrivilegeHoldsItsTarget() {
        applyFirst("revoked");

        overcome(
                "revoked",
                "grant",
                () -> scene.database().revoke(account, "INSERT ON revoked"),
                () -> scene.database().grant(account, "INSERT ON revoked"));
    }

    @Test
    void aChangedPasswordHoldsItsTargetAndSaysSo() {
        applyFirst("rekeyed");

        overcome(
                "rekeyed",
                "Access denied for user '" + account.username() + "'@",
                () -> changePassword("other"),
                () -> changePassword(account.password()));
    }

    private static void changePassword(String password) {
        scene.database().execute("ALTER USER '" + account.username() + "'@'%' IDENTIFIED BY '" + password + "'");
        scene.database().killConnectionsOf(account);
    }

    @Test
    void aLinkThatBreaksBeforeTheCommitLosesNothing() {
        loseCommit("uncommitted", Tripwire.Edge.BEFORE);
    }

    @Test
    void aLinkThatBreaksAtTheCommitAppliesNothingTwice() {
        loseCommit("committed", Tripwire.Edge.AFTER);
    }

    private void loseCommit(String target, Tripwire.Edge edge) {
        applyFirst(target);
        Tripwire tripwire = proxy.cutAt(TO_SERVER, WirePattern.mysqlQuery("commit"), edge);
        BatchMessage batch = publish(target, 10, 11);
        tripwire.awaitTripped();

        awaitHeld(target, "the connection to the database failed");

        assertThat(scene.results().await(batch)).insertedAll(2);
        assertIds(target, 1, 10, 11);
    }

    @Test
    void aLinkThatFallsSilentIsGivenUpAfterTheSocketTimeout() throws SQLException {
        applyFirst("silent");
        BatchMessage batch;
        try (Connection other = hold("silent", 10)) {
            batch = publish("silent", 10, 11);
            awaitLockWait("silent");
            proxy.blackHole();
            other.rollback();
        }

        awaitHeld("silent", "the connection to the database failed");
        outages.assertUnanswered(batch);
        proxy.restore();

        assertThat(scene.results().await(batch)).insertedAll(2);
        assertIds("silent", 1, 10, 11);
    }

    @Test
    void aDatabaseThatIsDownHoldsTheTarget() {
        applyFirst("down");

        overcome("down", "the connection to the database failed", proxy::refuse, proxy::restore);
    }

    @Test
    void aDatabaseThatIsDownAtTheStartIsWaitedFor() {
        scene.database()
                .execute("CREATE TABLE early (id INT PRIMARY KEY, name VARCHAR(20))")
                .grant(account, "SELECT, INSERT, UPDATE ON early");
        proxy.refuse();
        try (Worker late = configured(List.of("early")).start()) {
            BatchMessage batch = publish("early", 10, 11);
            outages.awaitHeld(late, "early", "the connection to the database failed");

            outages.assertUnanswered(batch);
            proxy.restore();

            assertThat(scene.results().await(batch)).insertedAll(2);
            assertIds("early", 10, 11);
        }
    }

    /** Cause, hold, cure, and everything is applied once. */
    private static void overcome(String target, String why, Runnable cause, Runnable cure) {
        outages.overcome(worker, why, cause, cure, message(target, 10, 11), message(target, 12));
        assertIds(target, 1, 10, 11, 12);
    }

    private static void applyFirst(String target) {
        assertThat(scene.send(batch(target).row("id", 1, "name", "ours"))).insertedAll(1);
    }

    private static BatchMessage publish(String target, int... ids) {
        BatchMessage message = message(target, ids);
        scene.publish(message);
        return message;
    }

    private static BatchMessage message(String target, int... ids) {
        return batch(target)
                .rows(ids.length, i -> new Object[] {"id", ids[i], "name", "ours"})
                .message();
    }

    private static void awaitHeld(String target, String why) {
        outages.awaitHeld(worker, target, why);
    }

    private static void assertIds(String target, Integer... ids) {
        assertThat(scene.database().queryColumn("SELECT id FROM " + target + " WHERE id < 1000 ORDER BY id"))
                .isEqualTo(Arrays.asList((Object[]) ids));
    }

    /** A transaction that has put a row with this id into the table, and goes on. */
    private static Connection hold(String target, int id) throws SQLException {
        Connection other = scene.database().connect();
        other.setAutoCommit(false);
        execute(other, "INSERT INTO " + target + " VALUES (" + id + ", 'theirs')");
        return other;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Waits until the worker waits for a lock on the table; the number of its connection. */
    private static Object awaitLockWait(String target) {
        return Awaitility.await("the worker waits for a lock on " + target)
                .pollInterval(POLL)
                .until(
                        () -> scene
                                .database()
                                .queryColumn(
                                        "SELECT t.trx_mysql_thread_id FROM information_schema.innodb_trx t"
                                                + " JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id"
                                                + " WHERE t.trx_state = 'LOCK WAIT' AND p.user = ? AND t.trx_query LIKE ?",
                                        account.username(),
                                        "INSERT INTO %`" + target + "`%")
                                .stream()
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
