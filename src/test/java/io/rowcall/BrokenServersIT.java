package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Step;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BreakableServers;
import io.rowcall.testing.Outages;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Servers;
import io.rowcall.testing.Worker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that die, stop answering or refuse to work: batches wait and are then applied once. */
class BrokenServersIT {

    private static final Pattern HELD = Pattern.compile("rowcall_target_held\\{.*target=\"users\".*} 1");

    /** A batch for {@code others} is answered, and acknowledged when a test says so. */
    private final CountDownLatch confirmed = new CountDownLatch(1);

    private final CountDownLatch acknowledge = new CountDownLatch(1);

    private BreakableServers servers;
    private Scene scene;
    private Outages outages;
    private Worker worker;

    @BeforeEach
    void open() {
        servers = Servers.breakable();
        scene = Scene.create(servers, "broken");
        scene.database()
                .execute(
                        "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)",
                        "CREATE TABLE others (id INT PRIMARY KEY)");
        outages = new Outages(scene, Duration.ofMillis(100));
        worker = scene.start(outages.watch(scene.worker(), Duration.ofSeconds(1))
                .target("users", "table: users")
                .target("others", "table: others")
                .property("rowcall.result.confirm-timeout", "3s")
                .listener((step, target) -> {
                    if (step == Step.CONFIRMED && target.equals("others")) {
                        confirmed.countDown();
                        awaitOrEnd(acknowledge);
                    }
                }));
        assertThat(scene.send(users("first", 0))).insertedAll(100);
    }

    @AfterEach
    void close() {
        servers.repair();
        scene.close();
    }

    @Test
    void readOnlyDatabaseFailsNoRow() {
        outages.overcome(
                worker,
                "the database is read-only",
                () -> servers.readOnlyMysql(true),
                () -> servers.readOnlyMysql(false),
                users("patient", 100).message(),
                users("too", 200).message());

        assertThat(scene.database().count("users")).isEqualTo(300);
    }

    @Test
    void killedDatabaseFailsNoRow() {
        outages.overcome(
                worker,
                "the connection to the database failed",
                servers::killMysql,
                servers::startMysql,
                users("patient", 100).message(),
                users("too", 200).message());

        assertThat(scene.database().count("users")).isEqualTo(300);
    }

    @Test
    void killedBrokerLosesNothing() {
        scene.publish(users("patient", 100), users("too", 200));
        servers.killRabbit();
        servers.startRabbit();
        scene.publish(users("afterwards", 300));

        for (String id : new String[] {"patient", "too", "afterwards"}) {
            assertThat(scene.results().within(Duration.ofMinutes(1)).await(id)).insertedAll(100);
        }
        assertThat(scene.database().count("users")).isEqualTo(400);
    }

    @Test
    void blockedBrokerDelaysResultsAndLosesNone() throws SQLException, InterruptedException {
        scene.publish(batch("others").id("answered").row("id", 1));
        confirmed.await();

        delay("patient", 100, "low on memory", servers::memoryAlarm, () -> {
            acknowledge.countDown();
            awaitNoMessage("others");
        });
        delay("too", 200, "low on disk", servers::diskAlarm, () -> {});

        assertThat(scene.results().await("answered")).insertedAll(1);
    }

    /** The broker takes no result of what was committed, and health says so; acknowledgements have a link of their own. */
    private void delay(String id, int first, String why, Consumer<Boolean> alarm, Runnable meanwhile)
            throws SQLException {
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (" + first + ", 'other')");
            scene.publish(users(id, first));
            scene.database().awaitLockWait();
            alarm.accept(true);
            other.rollback();
        }
        Awaitility.await().until(() -> scene.database().count("users") == first + 100);
        Awaitility.await("health says that the broker blocks")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> read("/actuator/health"),
                        health -> health.contains("the broker takes no messages for now: " + why));
        Awaitility.await("metrics show it too")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> HELD.matcher(read("/actuator/prometheus")).find());
        meanwhile.run();
        alarm.accept(false);

        assertThat(scene.results().await(id)).insertedAll(100);
    }

    private void awaitNoMessage(String target) {
        Awaitility.await("all of " + target + " is acknowledged")
                .atMost(Duration.ofSeconds(30))
                .until(() -> servers.rabbitmqctl(
                                "--quiet",
                                "list_queues",
                                "--vhost",
                                scene.broker().vhost(),
                                "name",
                                "messages")
                        .lines()
                        .anyMatch((Wire.importQueue(target) + "\t0")::equals));
    }

    private String read(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(worker.uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static void awaitOrEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static BatchBuilder users(String id, int first) {
        return batch("users").id(id).rows(100, i -> new Object[] {"id", first + i, "name", "n"});
    }
}
