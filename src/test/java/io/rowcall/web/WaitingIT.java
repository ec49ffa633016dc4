package io.rowcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Wire;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import io.rowcall.web.Caller.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls whose batch is not applied at once. Each test holds a target of its own. */
class WaitingIT {

    private static Scene scene;
    private static Caller caller;

    @BeforeAll
    static void open() {
        scene = Scene.create("waiting");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY)");
        caller = new Caller(start());
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static Worker start() {
        return scene.start(scene.worker()
                .target("patient", "table: users")
                .target("crowded", "table: users")
                .target("small", "table: users")
                .target("stopped", "table: users")
                .target("expired", "table: users")
                .property("rowcall.web.calls", "1")
                .property("rowcall.web.body-bytes", "1MB"));
    }

    @Test
    void batchOfAHeldTargetIsAcceptedAndItsOutcomeToldLater() {
        hold("patient");

        Reply reply = caller.post(
                "/patient/batchInsert?wait=100ms", "[{\"id\":1},{\"id\":\"x\"}]", "Idempotency-Key", "later");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).isEqualTo("/batches/patient/later");
        assertThat(reply.json().path("batchId").asString()).isEqualTo("later");
        assertThat(caller.get("/batches/patient/later").problem()).isEqualTo("UNKNOWN_BATCH");

        resume("patient");
        Reply outcome = Awaitility.await().until(() -> caller.get(reply.header("Location")), it -> it.status() == 200);
        assertThat(outcome.json().path("status").asString()).isEqualTo("partial");
        assertThat(outcome.json().path("counts").path("inserted").intValue()).isEqualTo(1);
        assertThat(outcome.json()
                        .path("failures")
                        .path(0)
                        .path("reasons")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("WRONG_TYPE");
        assertThat(outcome.json().path("failures"))
                .isEqualTo(scene.results().await("later").head().path("failures"));
    }

    @Test
    void callsBeyondTheBoundAreTurnedAway() {
        hold("crowded");
        CompletableFuture<Reply> waiting = async("/crowded/batchInsert?wait=20s", "[{\"id\":2}]");
        awaitQueued("crowded");

        Reply turnedAway = caller.post("/crowded/batchInsert", "[{\"id\":3}]");
        assertThat(turnedAway.status()).isEqualTo(503);
        assertThat(turnedAway.problem()).isEqualTo("BUSY");
        assertThat(turnedAway.header("Retry-After")).isEqualTo("1");
        assertThat(caller.get("/actuator/health/liveness").status()).isEqualTo(200);

        resume("crowded");
        assertThat(waiting.join().status()).isEqualTo(200);
    }

    @Test
    void bodyBeyondTheRoomIsTooLarge() {
        Reply reply = caller.post("/small/batchInsert", "[" + " ".repeat(2 << 20) + "]");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("TOO_LARGE");
        assertThat(reply.json().path("detail").asString()).contains("1,048,576 bytes");
    }

    @Test
    void workerThatStopsAnswersThoseWhoWait() {
        Worker stopping = start();
        Caller other = new Caller(stopping);
        hold("stopped");
        CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(
                () -> other.post("/stopped/batchInsert?wait=60s", "[{\"id\":4}]", "Idempotency-Key", "left"));
        awaitQueued("stopped");

        stopping.stop();
        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join().status()).isEqualTo(202);
        resume("stopped");
        Awaitility.await().until(() -> caller.get("/batches/stopped/left").status() == 200);
    }

    @Test
    void refusalOfThenSaysNothingOfNow() {
        hold("expired");
        scene.broker().policy("expire", "^" + Wire.importQueue("expired") + "$", Map.of("message-ttl", 50));
        Reply dropped = caller.post("/expired/batchInsert?wait=20s", "[{\"id\":5}]", "Idempotency-Key", "twice");
        assertThat(dropped.status()).isEqualTo(503);
        assertThat(dropped.problem()).isEqualTo("DROPPED");
        assertThat(caller.get("/batches/expired/twice").json().path("status").asString())
                .isEqualTo("refused");

        scene.broker().deletePolicy("expire");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> scene.broker()
                        .queue(Wire.importQueue("expired"))
                        .path("policy")
                        .asString("")
                        .isEmpty());
        resume("expired");
        Reply applied = caller.post("/expired/batchInsert", "[{\"id\":5}]", "Idempotency-Key", "twice");
        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.json().path("success")).hasSize(1);
    }

    private static CompletableFuture<Reply> async(String path, String body) {
        return CompletableFuture.supplyAsync(() -> caller.post(path, body));
    }

    private static void hold(String target) {
        assertThat(caller.post("/targets/" + target + "/hold", "{\"reason\":\"test\"}")
                        .status())
                .isEqualTo(200);
        // The receiver lets its consumer go at its next glance.
        Awaitility.await().until(() -> scene.broker().consumers(Wire.importQueue(target)) == 0);
    }

    private static void resume(String target) {
        assertThat(caller.post("/targets/" + target + "/resume", "").status()).isEqualTo(200);
    }

    private static void awaitQueued(String target) {
        Awaitility.await().until(() -> scene.broker().ready(Wire.importQueue(target)) == 1);
    }
}
