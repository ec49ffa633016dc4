package io.rowcall.web;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerBuilder;
import io.rowcall.web.Caller.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TargetControlIT {

    private static final int BRAKE_BATCHES = 20;

    private static Scene scene;
    private static Caller caller;
    private static Caller other;

    @BeforeAll
    static void open() {
        scene = Scene.create("targets");
        scene.database()
                .execute(
                        "CREATE TABLE users (id INT PRIMARY KEY)",
                        "CREATE TABLE orders (id INT PRIMARY KEY, name VARCHAR(4))");
        caller = new Caller(scene.start(worker()));
        other = new Caller(scene.start(worker().target("missing", "table: not_there")));
    }

    private static WorkerBuilder worker() {
        return scene.worker()
                .target("users", "table: users")
                .target("orders", "table: orders")
                .property("rowcall.apply.brake-rows", "100");
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void operatorHoldsAndResumesATargetForAllWorkers() {
        Reply held = caller.post("/targets/users/hold", "{\"reason\":\"table is being rebuilt\"}");
        assertThat(held.status()).isEqualTo(200);
        assertThat(held.json().path("state").asString()).isEqualTo("held");
        assertThat(target(caller, "users").path("why").asString()).isEqualTo("table is being rebuilt");
        assertThat(target(caller, "users").path("heldByOperator").booleanValue())
                .isTrue();
        Awaitility.await()
                .until(() -> target(other, "users").path("state").asString().equals("held"));
        // What somebody decided is no fault.
        assertThat(caller.get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(caller.get("/actuator/health").status()).isEqualTo(200);

        Reply resumed = caller.post("/targets/users/resume", "");
        assertThat(resumed.json().path("state").asString()).isEqualTo("trying");
        Awaitility.await()
                .until(() -> !target(other, "users").path("state").asString().equals("held"));
    }

    @Test
    void oneCallToAnyWorkerResumesWhatTheBrakeHolds() {
        // One of two workers gets as many of them as the brake asks for, and no resumed one meets as many again.
        List<BatchMessage> broken = IntStream.range(0, 2 * BRAKE_BATCHES - 1)
                .mapToObj(i -> batch("orders")
                        .rows(10, row -> new Object[] {"id", row, "name", "much too long"})
                        .message())
                .toList();
        BatchMessage mended = batch("orders").row("id", 1, "name", "ok").message();
        scene.publish(broken.toArray(BatchMessage[]::new));
        for (Caller each : List.of(caller, other)) {
            Awaitility.await("held by the brake")
                    .until(() -> target(each, "orders").path("why").asString().contains("failed with TOO_LONG"));
            assertThat(target(each, "orders").path("heldByOperator").booleanValue())
                    .isTrue();
        }
        scene.publish(mended);

        assertThat(other.post("/targets/orders/resume", "").status()).isEqualTo(200);

        assertThat(scene.results().await(mended)).insertedAll(1);
        broken.forEach(batch -> assertThat(scene.results().await(batch)).counts(10, 0, 0, 0, 10));
        for (Caller each : List.of(caller, other)) {
            Awaitility.await("goes on")
                    .until(() ->
                            !target(each, "orders").path("state").asString().equals("held"));
        }
    }

    @Test
    void targetThatIsSetUpWronglyIsHeldAndTheWorkerStaysReady() {
        other.post("/missing/batchInsert?wait=0", "[{\"id\":1}]");

        JsonNode held = Awaitility.await()
                .until(
                        () -> target(other, "missing"),
                        it -> it.path("state").asString().equals("held"));
        assertThat(held.path("why").asString()).contains("not_there");
        assertThat(held.path("heldByOperator").booleanValue()).isFalse();
        assertThat(other.get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(other.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(other.get("/actuator/health")
                        .json()
                        .path("components")
                        .path("rowcall")
                        .path("details"))
                .anySatisfy(detail -> assertThat(detail.asString()).contains("held"));
        assertThat(other.post("/users/batchInsert", "[{\"id\":1}]").status()).isEqualTo(200);
    }

    @Test
    void holdTakesAReason() {
        for (String reason : new String[] {
            "{}", "{\"reason\":\" \"}", "{\"reason\":\"a\\nb\"}", "{\"reason\":\"" + "r".repeat(501) + "\"}"
        }) {
            assertThat(caller.post("/targets/users/hold", reason).problem()).isEqualTo("BAD_PARAMETER");
        }
        assertThat(caller.post("/targets/users/hold", "no JSON").problem()).isEqualTo("BAD_REQUEST");
        assertThat(caller.post("/targets/nobody/hold", "{\"reason\":\"x\"}").problem())
                .isEqualTo("UNKNOWN_TARGET");
        assertThat(caller.post("/targets/nobody/resume", "").problem()).isEqualTo("UNKNOWN_TARGET");
    }

    @Test
    void pagesOfOthersCannotHoldFromAnOperatorsBrowser() {
        assertThat(caller.post("/targets/users/resume", "", "Content-Type", "text/plain")
                        .problem())
                .isEqualTo("UNSUPPORTED_CONTENT_TYPE");
        assertThat(caller.post("/targets/users/hold", "{\"reason\":\"x\"}", "Content-Type", "text/plain")
                        .problem())
                .isEqualTo("UNSUPPORTED_CONTENT_TYPE");
        assertThat(caller.preflight(
                                "/targets/users/hold",
                                Map.of(
                                        "Origin", "https://elsewhere.example",
                                        "Access-Control-Request-Method", "POST",
                                        "Access-Control-Request-Headers", "content-type"))
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private static JsonNode target(Caller from, String name) {
        for (JsonNode target : from.get("/targets").json()) {
            if (target.path("target").asString().equals(name)) {
                return target;
            }
        }
        throw new AssertionError("no target " + name);
    }
}
