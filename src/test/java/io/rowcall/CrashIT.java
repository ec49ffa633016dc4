package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerBuilder;
import io.rowcall.testing.WorkerProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A batch that ends the worker, and a worker that is told to end; killed at any step: {@link KillPointsIT}. */
class CrashIT {

    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    /** What a worker takes at most to give back what it could not finish, and to close everything. */
    private static final Duration AFTER_IT = Duration.ofSeconds(7);

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.create("crash");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        // Makes the queues, so that there is something to publish to while no worker runs.
        scene.start(worker()).stop();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static WorkerBuilder worker() {
        return scene.worker().target("users", "table: users").property("rowcall.result.relay-after", "2s");
    }

    @Test
    void poisonousBatchIsRefusedAndItsNeighboursAreApplied() {
        scene.database().execute("TRUNCATE users");
        scene.publish(
                batch("users").id("before").row("id", 1, "name", "a"),
                batch("users").id("poison").row("id", 2, "name", "poison-pill"),
                batch("users").id("after").row("id", 3, "name", "b"),
                batch("users").id("later").row("id", 4, "name", "c"));
        WorkerBuilder fragile = worker().property("rowcall.schema.migrate", "false")
                .property("spring.main.web-application-type", "none")
                .haltOnText("poison-pill");

        // One crash that can't be blamed on anyone, then three attempts alone.
        for (int crash = 0; crash < 4; crash++) {
            assertThat(scene.fork(fragile).awaitExit()).as("crash " + crash).isEqualTo(KILLED);
        }
        try (WorkerProcess survivor = scene.fork(fragile)) {
            assertThat(scene.results().within(Duration.ofMinutes(1)).await("poison"))
                    .isRefused(RefusalCode.POISON)
                    .says("3 attempts");
            for (String neighbour : new String[] {"before", "after", "later"}) {
                assertThat(scene.results().await(neighbour)).insertedAll(1);
            }
            scene.awaitNothingLeftToDo();
            assertThat(survivor.alive()).isTrue();
            BasicProperties dead = scene.broker().await(Wire.DEAD).getProps();
            assertThat(dead.getMessageId()).isEqualTo("poison");
            assertThat(dead.getHeaders().get(Wire.HEADER_CODE)).hasToString("POISON");
        }

        assertThat(scene.broker().drain(Wire.DEAD)).isEmpty();
    }

    @Test
    void stoppedWorkerGivesBackWhatItHasWithoutACountAgainstIt() throws SQLException {
        scene.database().execute("TRUNCATE users", "CREATE TABLE stuck (id INT PRIMARY KEY)");
        WorkerBuilder stoppable = worker().target("stuck", "table: stuck")
                .property("rowcall.receive.stop-within", STOP_WITHIN.toMillis() + "ms");
        try (WorkerProcess worker = scene.fork(stoppable).awaitReady();
                Connection other = scene.database().connect();
                Connection another = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (1, 'other')");
            another.setAutoCommit(false);
            another.createStatement().execute("INSERT INTO stuck VALUES (1)");
            scene.publish(batch("users").id("at-hand").row("id", 1, "name", "a"));
            scene.publish(batch("stuck").id("stuck").row("id", 1));
            scene.database().awaitLockWaits(2);
            for (int i = 2; i < 30; i++) {
                scene.publish(batch("users").id("prefetched-" + i).row("id", i, "name", "b"));
            }
            long since = System.nanoTime();
            worker.signal("TERM");
            awaitNotReady(worker);
            other.rollback();
            // As a shell would say it of any process that SIGTERM ended.
            assertThat(worker.awaitExit()).isEqualTo(TERMINATED);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isBetween(STOP_WITHIN, STOP_WITHIN.plus(AFTER_IT));
            another.rollback();
        }

        List<GetResponse> givenBack = givenBackUncounted("users");
        assertThat(givenBack).hasSizeGreaterThan(20);
        long applied = scene.database().count("users");
        assertThat(applied)
                .as("at least what was at hand and could be finished")
                .isPositive();
        assertThat(applied + givenBack.size()).isEqualTo(29);
        assertThat(givenBackUncounted("stuck")).hasSize(1);
        assertThat(scene.database().count("stuck")).isZero();
    }

    /** Once told to stop it takes no calls any more, and says so before anything else. */
    private static void awaitNotReady(WorkerProcess worker) {
        HttpRequest question = HttpRequest.newBuilder(worker.uri("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await("it is no longer ready")
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> http.send(question, BodyHandlers.ofString()).statusCode() == 503);
        }
    }

    private static List<GetResponse> givenBackUncounted(String target) {
        List<GetResponse> givenBack = scene.broker().drain(Wire.importQueue(target));
        assertThat(givenBack)
                .allSatisfy(message -> assertThat(message.getProps().getHeaders())
                        .satisfiesAnyOf(
                                headers -> assertThat(headers).isNull(),
                                headers -> assertThat(headers).doesNotContainKey("x-delivery-count")));
        return givenBack;
    }
}
