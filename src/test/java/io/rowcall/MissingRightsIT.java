package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rowcall.testing.Account;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.LogCapture;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A right that the worker lacks is named when it starts, with the statement that grants it, and holds what it concerns:
 * a target, or the start. The tables are the contract's rights, one after the other taken away.
 */
class MissingRightsIT {

    private static final String NONE = "^$";
    private static final String WRITE = "^rowcall\\.(results|dead)$";
    private static final String READ = "^rowcall\\.(imports\\..*|dropped)$";
    private static final List<String> OWN = List.of("target", "batch", "failure", "outbox", "refusal", "attempt");

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.create("missing");
        scene.database()
                .execute(
                        "CREATE TABLE countries (code CHAR(2) PRIMARY KEY)",
                        "CREATE TABLE no_select (id INT PRIMARY KEY)",
                        "CREATE TABLE no_insert (id INT PRIMARY KEY)",
                        "CREATE TABLE no_update (id INT PRIMARY KEY)",
                        "CREATE TABLE nothing (id INT PRIMARY KEY)",
                        "CREATE TABLE no_trigger (id INT PRIMARY KEY)",
                        "CREATE TABLE no_parent (id INT PRIMARY KEY, c CHAR(2), FOREIGN KEY (c) REFERENCES countries (code))",
                        "CREATE TABLE unread (id INT PRIMARY KEY)",
                        "CREATE TABLE fine (id INT PRIMARY KEY)");
        // The operator makes queues and tables.
        scene.start(targets(scene.worker())).stop();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static WorkerBuilder targets(WorkerBuilder builder) {
        for (String table : List.of("no_select", "no_insert", "nothing", "no_parent", "unread", "fine")) {
            builder.target(table.replace('_', '-'), "table: " + table, "triggers: none");
        }
        return builder.target("no-update", "table: no_update", "allowed: fail, update", "triggers: none")
                .target("no-trigger", "table: no_trigger")
                .property("rowcall.apply.first-pause", "200ms")
                .property("rowcall.apply.longest-pause", "300ms");
    }

    private static WorkerBuilder unprivileged(Account user, Account account) {
        return targets(scene.worker())
                .brokerUser(user)
                .databaseAccount(account)
                .property("rowcall.topology.declare", "false")
                .property("rowcall.schema.migrate", "false");
    }

    /** The contract's rights, but for the ones that the names of the tables tell. */
    private static Account account(String... ownGrants) {
        return scene.database()
                .account(
                        "missing",
                        Stream.concat(
                                        Stream.of(
                                                "INSERT ON no_select",
                                                "SELECT ON no_insert",
                                                "SELECT, INSERT ON no_update",
                                                "DELETE ON nothing",
                                                "SELECT, INSERT ON no_trigger",
                                                "SELECT, INSERT ON no_parent",
                                                "SELECT, INSERT ON unread",
                                                "SELECT, INSERT ON fine"),
                                        Stream.of(ownGrants))
                                .toArray(String[]::new));
    }

    private static String[] own() {
        return OWN.stream()
                .map(table -> "SELECT, INSERT, UPDATE, DELETE ON rowcall_" + table)
                .toArray(String[]::new);
    }

    @Test
    void rightsThatATargetLacksHoldThatTargetAndNoOther() {
        Account user =
                scene.broker().user("worker", NONE, WRITE, "^rowcall\\.(imports\\.(fine|no-.*|nothing)|dropped)$");
        Account account = account(own());
        String to = " TO '" + account.username() + "'@'%'";
        String schema = "`" + scene.database().name() + "`";
        String lacks = "the account '" + account.username() + "'@'%' lacks ";
        BatchMessage batch = batch("no-insert").row("id", 1).message();

        try (LogCapture log = LogCapture.begin();
                Worker worker = unprivileged(user, account).start()) {
            assertThat(worker).isNotNull();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(log.text())
                            .contains("Target no-select is held: Target no-select: " + lacks
                                    + "SELECT on the table no_select; GRANT SELECT ON " + schema + ".`no_select`" + to)
                            .contains("Target no-insert is held: Target no-insert: " + lacks
                                    + "INSERT on the table no_insert; GRANT INSERT ON " + schema + ".`no_insert`" + to)
                            .contains("Target no-update is held: Target no-update: " + lacks
                                    + "UPDATE on the table no_update; GRANT UPDATE ON " + schema + ".`no_update`" + to)
                            .contains("Target nothing is held: Target nothing: " + lacks
                                    + "SELECT and INSERT on the table nothing; GRANT SELECT, INSERT ON " + schema
                                    + ".`nothing`"
                                    + to)
                            .contains("Target unread is held: the broker can't be used: the user '" + user.username()
                                    + "' may not read the queue rowcall.imports.unread; grant what the worker needs:"
                                    + " rabbitmqctl set_permissions -p '"
                                    + scene.broker().vhost() + "' '" + user.username()
                                    + "' '^$' '^rowcall\\.(results|dead)$' '^rowcall\\.(imports\\..*|dropped)$'")
                            // Without these two it works, only less well.
                            .contains("Target no-trigger: " + lacks + "TRIGGER on the table no_trigger, so ")
                            .contains("; GRANT TRIGGER ON " + schema + ".`no_trigger`" + to
                                    + ", or set rowcall.targets.no-trigger.triggers to none")
                            .contains("Target no-parent: " + lacks + "SELECT on the table countries, so ")
                            .contains("; GRANT SELECT ON " + schema + ".`countries`" + to)
                            .doesNotContain("Target fine")
                            .doesNotContain("Target no-trigger is held")
                            .doesNotContain("Target no-parent is held"));
            assertThat(scene.send(batch("fine").row("id", 1))).insertedAll(1);
            assertThat(scene.send(batch("no-trigger").row("id", 1))).insertedAll(1);
            assertThat(scene.send(batch("no-parent").row("id", 1))).insertedAll(1);
            scene.publish(batch);

            scene.database().grant(account, "INSERT ON no_insert");
            assertThat(scene.results().await(batch)).insertedAll(1);
            BatchMessage unread = batch("unread").row("id", 1).message();
            scene.publish(unread);
            scene.broker().permit(user, NONE, WRITE, READ);
            assertThat(scene.results().await(unread)).insertedAll(1);
        }
    }

    @Test
    void rightsOnRowcallsOwnTablesThatAreMissingStopTheStart() {
        List<String> grants = new ArrayList<>(List.of(own()));
        grants.set(OWN.indexOf("outbox"), "SELECT, INSERT, UPDATE ON rowcall_outbox");
        grants.set(OWN.indexOf("batch"), "DELETE ON rowcall_batch");
        grants.remove("SELECT, INSERT, UPDATE, DELETE ON rowcall_refusal");
        Account account = account(grants.toArray(String[]::new));
        String lacks = "the account '" + account.username() + "'@'%' lacks ";
        String schema = "`" + scene.database().name() + "`";

        String said = refusalToStart(unprivileged(scene.broker().user("worker", NONE, WRITE, READ), account));

        assertThat(said)
                .contains("The database is not as Rowcall needs it.")
                .contains(lacks + "DELETE on the table rowcall_outbox; GRANT DELETE ON " + schema
                        + ".`rowcall_outbox` TO '")
                .contains(lacks
                        + "SELECT and INSERT and UPDATE on the table rowcall_batch; GRANT SELECT, INSERT, UPDATE ON ")
                .contains("GRANT SELECT, INSERT, UPDATE, DELETE ON " + schema + ".`rowcall_refusal`")
                .doesNotContain("rowcall_attempt")
                .doesNotContain("\tat ");
    }

    @Test
    void exchangesThatMayNotBeWrittenToStopTheStart() {
        Account worker = scene.broker().user("worker", NONE, "^rowcall\\.dead$", READ);
        assertThat(refusalToStart(unprivileged(worker, account(own()))))
                .contains("The broker is not as Rowcall needs it.")
                .contains("the user '" + worker.username()
                        + "' may not write to the exchange rowcall.results; grant what the worker needs:"
                        + " rabbitmqctl set_permissions -p '" + scene.broker().vhost() + "' '" + worker.username()
                        + "' '^$'")
                .doesNotContain("rowcall.dead;")
                .doesNotContain("\tat ");

        scene.broker().permit(worker, NONE, "^rowcall\\.results$", READ);
        assertThat(refusalToStart(unprivileged(worker, account(own()))))
                .contains("may not write to the exchange rowcall.dead; grant")
                .doesNotContain("exchange rowcall.results");
    }

    @Test
    void droppedBatchesThatMayNotBeReadWaitAndStopNothingElse() {
        Account user = scene.broker().user("worker", NONE, WRITE, "^rowcall\\.imports\\..*$");

        try (LogCapture log = LogCapture.begin();
                Worker worker = unprivileged(user, account(own())).start()) {
            assertThat(worker).isNotNull();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(log.text())
                            .contains(
                                    "What the broker dropped waits in rowcall.dropped: the broker can't be used: the user '"
                                            + user.username() + "' may not read the queue rowcall.dropped; grant"));
            assertThat(scene.send(batch("fine").row("id", 2))).insertedAll(1);
        }
    }

    @Test
    void workerThatDeclaresIsToldThePatternsForThat() {
        Account user = scene.broker().user("worker", NONE, WRITE, READ);

        assertThat(refusalToStart(unprivileged(user, account(own())).property("rowcall.topology.declare", "true")))
                .contains("may not configure the exchange rowcall.imports; grant what the worker needs:")
                .contains("'^rowcall\\..*' '^rowcall\\..*' '^rowcall\\..*'");
    }

    private static String refusalToStart(WorkerBuilder builder) {
        try (LogCapture log = LogCapture.begin()) {
            assertThatThrownBy(builder::start).isInstanceOf(RuntimeException.class);
            return log.events().stream()
                    .filter(event -> event.message().contains("APPLICATION FAILED TO START"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(log.text()))
                    .toString();
        }
    }
}
