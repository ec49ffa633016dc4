package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.Status;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.LogCapture;
import io.rowcall.testing.LogCapture.Event;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The log, down to Rowcall's own DEBUG, tells nobody what rows hold, and nothing that a stranger sends begins a line in
 * it or steers a terminal: in rows, headers, ids, calls, and whatever goes wrong with them.
 */
class LogSecrecyIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Never to be found in a log. */
    private static final String SECRET = "S3CR3T";

    /** Never to begin a line of a log. */
    private static final String FORGED = "FORGED";

    private static final String HOSTILE =
            SECRET + "'\"` ${jndi:ldap://127.0.0.1/" + SECRET + "}\r\n" + FORGED + " \u001b[31m\u2028" + FORGED + " {}";

    /** An id may be logged: it holds no secret, and everything else. */
    private static final String ID = "id ${jndi:ldap://127.0.0.1/x}\r\n" + FORGED + "\u001b[2J\u2028" + FORGED + " {} ";

    private static Scene scene;
    private static Account account;
    private static Worker worker;
    private static LogCapture log;
    private static int ids;

    @BeforeAll
    static void open() {
        scene = Scene.create("secrecy");
        scene.database()
                .execute(
                        "CREATE TABLE plain (id INT PRIMARY KEY, name VARCHAR(200) UNIQUE, born DATE, CHECK (name <> 'no'))",
                        "CREATE TABLE parents (name VARCHAR(200) PRIMARY KEY)",
                        "CREATE TABLE orphans (id INT PRIMARY KEY, name VARCHAR(200), FOREIGN KEY (name) REFERENCES parents (name))",
                        "CREATE TABLE dates (born DATE)",
                        "CREATE TABLE revoked (id INT PRIMARY KEY, name VARCHAR(200))");
        table("signalled", "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = NEW.name");
        table("unknown", "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 5999, MESSAGE_TEXT = NEW.name");
        table("dated", "INSERT INTO dates VALUES (NEW.name)");
        table("syntax", "SIGNAL SQLSTATE '42000' SET MYSQL_ERRNO = 1064, MESSAGE_TEXT = NEW.name");
        scene.database().migrate();
        account = scene.database()
                .account(
                        "secrecy",
                        Stream.concat(
                                        Stream.of("target", "batch", "failure", "outbox", "refusal", "attempt")
                                                .map(own -> "SELECT, INSERT, UPDATE, DELETE ON rowcall_" + own),
                                        Stream.of(
                                                        "plain",
                                                        "orphans",
                                                        "parents",
                                                        "dates",
                                                        "signalled",
                                                        "unknown",
                                                        "dated")
                                                .map(table -> "SELECT, INSERT, UPDATE, TRIGGER ON " + table))
                                .toArray(String[]::new));
        scene.database().grant(account, "SELECT, INSERT, UPDATE, TRIGGER ON syntax");
        scene.database().grant(account, "SELECT, INSERT, UPDATE, TRIGGER ON revoked");
        var builder = scene.worker()
                .databaseAccount(account)
                .property("rowcall.schema.migrate", "false")
                .property("logging.level.io.rowcall", "debug")
                .property("rowcall.apply.first-pause", "200ms")
                .property("rowcall.apply.longest-pause", "300ms");
        for (String target : List.of("plain", "orphans", "signalled", "unknown", "dated", "syntax", "revoked")) {
            builder.target(target, "table: " + target, "allowed: fail, unchanged, update");
        }
        worker = scene.start(builder);
        log = LogCapture.begin();
    }

    /** A table whose trigger does this with every row. */
    private static void table(String name, String trigger) {
        scene.database()
                .execute(
                        "CREATE TABLE " + name + " (id INT PRIMARY KEY, name VARCHAR(200))",
                        "CREATE TRIGGER " + name + "_t BEFORE INSERT ON " + name + " FOR EACH ROW " + trigger);
    }

    @AfterAll
    static void close() {
        log.close();
        scene.close();
    }

    private static BatchBuilder hostile(String target) {
        return batch(target).id(ID + ids++).correlationId(HOSTILE);
    }

    /** Whatever was logged since the last time. */
    private static void assertHarmless() {
        List<Event> events = log.events();
        assertThat(events)
                .noneMatch(event -> event.toString().contains(SECRET))
                .noneMatch(event -> event.toString().contains("\u001b"))
                .noneMatch(event -> event.toString().lines().anyMatch(line -> line.startsWith(FORGED)))
                .filteredOn(event -> event.logger().startsWith("io.rowcall"))
                .noneMatch(event -> event.message().chars().anyMatch(Character::isISOControl));
    }

    @Test
    void faultsOfRows() {
        assertThat(scene.send(hostile("plain")
                                .row("id", 1, "name", HOSTILE + 1)
                                .row("id", 2, "name", HOSTILE + 1)
                                .row("id", HOSTILE, "name", "x")
                                .row("id", 3, "name", HOSTILE.repeat(9))
                                .row("id", 4, "born", HOSTILE)
                                .row("id", 5, "name", "no")
                                .row("id", 6, HOSTILE, HOSTILE))
                        .status())
                .isEqualTo(Status.PARTIAL);
        for (String target : List.of("orphans", "signalled", "dated")) {
            assertThat(scene.send(hostile(target).row("id", 1, "name", HOSTILE)).status())
                    .isEqualTo(Status.FAILED);
        }
        assertHarmless();
    }

    @Test
    void errorsThatNobodyKnowsAndErrorsOfItsOwn() {
        scene.publish(hostile("unknown").row("id", 1, "name", HOSTILE));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> log.text().contains("Target unknown is held: MySQL error 5999"));
        scene.publish(hostile("syntax").row("id", 1, "name", HOSTILE));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> log.text().contains("Applying to syntax met an error of Rowcall's own"));
        assertHarmless();
        scene.broker().purge(Wire.importQueue("unknown"));
        scene.broker().purge(Wire.importQueue("syntax"));
    }

    @Test
    void refusals() {
        List<BatchBuilder> refused = List.of(
                hostile("plain").body(HOSTILE),
                hostile("plain").body("[{\"id\":" + HOSTILE),
                hostile("plain").body("[{\"a\":1}]" + HOSTILE),
                hostile("plain").contentType("text/csv").body("id,\"" + HOSTILE),
                hostile("plain").contentType(HOSTILE).row("id", 1),
                hostile("plain").contentEncoding(HOSTILE).row("id", 1),
                hostile("plain").header("rowcall-" + HOSTILE, "x").row("id", 1),
                hostile("plain").header(Wire.HEADER_ON_DUPLICATE, HOSTILE).row("id", 1),
                hostile("plain").header(Wire.HEADER_DRY_RUN, HOSTILE).row("id", 1),
                hostile("plain").header(Wire.HEADER_PART, HOSTILE).row("id", 1));
        for (BatchBuilder each : refused) {
            assertThat(scene.send(each).status()).isEqualTo(Status.REFUSED);
        }
        BatchMessage first = hostile("plain").row("id", 100).message();
        scene.publish(first);
        scene.results().await(first);
        scene.publish(batch("plain").id(first.id()).row("id", 101, "name", HOSTILE));
        scene.results().awaitRefusal(first.id());
        scene.broker()
                .publish(
                        Wire.DROPPED,
                        "",
                        new BasicProperties.Builder()
                                .messageId(ID + "dropped")
                                .headers(Map.of("x-first-death-queue", HOSTILE, "x-first-death-reason", HOSTILE))
                                .build(),
                        HOSTILE.getBytes(StandardCharsets.UTF_8));
        scene.results().awaitRefusal(ID + "dropped");
        await().until(() -> log.text().contains("came from no queue of a configured target"));
        assertHarmless();
    }

    @Test
    void outages() {
        scene.database().revoke(account, "INSERT ON revoked");
        BatchMessage batch = hostile("revoked").row("id", 1, "name", HOSTILE).message();
        scene.publish(batch);
        await().atMost(Duration.ofSeconds(20)).until(() -> log.text().contains("Target revoked is held"));
        scene.database().grant(account, "INSERT ON revoked");
        assertThat(scene.results().await(batch)).insertedAll(1);

        for (int i = 0; i < 5; i++) {
            scene.publish(hostile("plain").row("id", 200 + i, "name", HOSTILE));
            scene.database().killConnectionsOf(account);
        }
        assertThat(scene.send(hostile("plain").row("id", 300))).insertedAll(1);
        assertHarmless();
    }

    /** Such values stand in the statement's text; with control characters they would be bound. */
    @Test
    void linksThatBreakInTheMiddleOfAStatement() throws SQLException {
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO plain (id) VALUES (500)");
            BatchMessage batch = hostile("plain").row("id", 500, "name", SECRET).message();
            scene.publish(batch);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> scene.database().queryColumn("""
                                    SELECT 1 FROM performance_schema.data_lock_waits w
                                    JOIN performance_schema.threads t ON t.THREAD_ID = w.REQUESTING_THREAD_ID
                                    WHERE t.PROCESSLIST_DB = DATABASE()"""), waiting -> !waiting.isEmpty());
            scene.database().killConnectionsOf(account);
            await().atMost(Duration.ofSeconds(20)).until(() -> log.text().contains("overridden by rollback exception"));
            other.rollback();
            assertThat(scene.results().await(batch)).insertedAll(1);
        }
        assertHarmless();
    }

    @Test
    void calls() throws Exception {
        for (String path : List.of("/plain/batchInsert", "/" + SECRET + "%0d%0a" + FORGED + "/batchInsert")) {
            for (String body :
                    List.of(HOSTILE, "[{\"id\":400,\"name\":\"" + SECRET + "\",\"born\":\"" + SECRET + "\"}]")) {
                URI uri = worker.uri(path);
                HttpRequest call = HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "\"${jndi:x} {}\"")
                        .POST(BodyPublishers.ofString(body))
                        .build();
                assertThat(HTTP.send(call, BodyHandlers.ofString()).statusCode())
                        .isGreaterThanOrEqualTo(200);
            }
        }
        assertHarmless();
    }
}
