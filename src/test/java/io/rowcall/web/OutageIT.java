package io.rowcall.web;

import static io.rowcall.testing.Tripwire.Edge.BEFORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowcall.batch.Wire;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Database;
import io.rowcall.testing.Direction;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Tripwire;
import io.rowcall.testing.WirePattern;
import io.rowcall.testing.Worker;
import io.rowcall.web.Caller.Reply;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls while the database or the broker can't be reached. */
class OutageIT {

    private Database database;
    private Broker broker;
    private FaultProxy toDatabase;
    private FaultProxy toBroker;
    private Worker worker;
    private Caller caller;

    @BeforeEach
    void open() {
        database = Database.create("outage").execute("CREATE TABLE users (id INT PRIMARY KEY)");
        broker = Broker.create("outage");
        toDatabase = FaultProxy.to(database.server());
        toBroker = FaultProxy.to(broker.server());
        worker = Worker.on(database.through(toDatabase), broker.through(toBroker))
                .target("users", "table: users")
                .property("spring.datasource.hikari.connection-timeout", "1000")
                .property("rowcall.apply.longest-pause", "1s")
                .start();
        caller = new Caller(worker);
        assertThat(caller.post("/users/batchInsert", "[]").status()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        toDatabase.restore();
        toBroker.restore();
        worker.close();
        toDatabase.close();
        toBroker.close();
        broker.close();
        database.close();
    }

    @Test
    void withoutTheDatabaseNothingIsPublishedAndTheCallIsToBeRepeated() {
        toDatabase.refuse();
        toDatabase.cut();
        Reply reply = caller.post("/users/batchInsert", "[{\"id\":1}]", "Idempotency-Key", "k1");

        assertRepeatable(reply, "k1");
        assertThat(caller.get("/batches/users/k1").problem()).isEqualTo("UNAVAILABLE");
        assertThat(caller.post("/targets/users/hold", "{\"reason\":\"x\"}").problem())
                .isEqualTo("UNAVAILABLE");
        assertThat(caller.get("/targets").status()).isEqualTo(200);
        assertThat(caller.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(caller.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(broker.ready(Wire.importQueue("users"))).isZero();

        toDatabase.restore();
        repeatUntilAnswered("k1");
        assertThat(caller.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    @Test
    void batchInItsQueueIsSafeFromADatabaseThatGoesAway() {
        assertThat(caller.post("/targets/users/hold", "{\"reason\":\"x\"}").status())
                .isEqualTo(200);
        Awaitility.await().until(() -> broker.consumers(Wire.importQueue("users")) == 0);
        CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(
                () -> caller.post("/users/batchInsert?wait=3s", "[{\"id\":1}]", "Idempotency-Key", "k2"));
        Awaitility.await().until(() -> broker.ready(Wire.importQueue("users")) == 1);
        toDatabase.refuse();
        toDatabase.cut();

        assertThat(waiting.join().status()).isEqualTo(202);
    }

    @Test
    void withoutTheBrokerTheCallIsToBeRepeatedWithItsKey() {
        toBroker.refuse();
        toBroker.cut();
        Reply reply = caller.post("/users/batchInsert?wait=1s", "[{\"id\":1}]", "Idempotency-Key", "k3");

        assertRepeatable(reply, "k3");
        assertThat(caller.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(caller.get("/actuator/health/liveness").status()).isEqualTo(200);

        toBroker.restore();
        repeatUntilAnswered("k3");
    }

    @Test
    void answerThatBreaksOffIsNotTakenForWhole() {
        String filler = "x".repeat(2_000);
        String rows = IntStream.range(0, 1_200)
                .mapToObj(i -> "{\"id\":\"%s\"}".formatted(filler))
                .collect(Collectors.joining(",", "[", "]"));
        Reply whole = caller.post("/users/batchInsert", rows, "Idempotency-Key", "k4");
        assertThat(whole.json().path("failed")).hasSize(1_200);
        int pages = caller.get("/batches/users/k4").json().path("pages").intValue();
        assertThat(pages).isGreaterThan(2);

        // Every page is read once before the answer begins, and once more while it is written.
        Tripwire tripwire = toDatabase.cutAt(
                Direction.TO_SERVER,
                WirePattern.mysqlQueryStarting("SELECT failures FROM rowcall_failure"),
                BEFORE,
                pages + 1);
        assertThatThrownBy(() -> caller.post("/users/batchInsert", rows, "Idempotency-Key", "k4"))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(tripwire.tripped()).isTrue();
    }

    private static void assertRepeatable(Reply reply, String key) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("UNAVAILABLE");
        assertThat(reply.header("Retry-After")).isNotEmpty();
        assertThat(reply.json().path("batchId").asString()).isEqualTo(key);
        assertThat(reply.text()).doesNotContainIgnoringCase("jdbc").doesNotContainIgnoringCase("select");
    }

    private void repeatUntilAnswered(String key) {
        Reply answered = Awaitility.await()
                .until(
                        () -> caller.post("/users/batchInsert?wait=5s", "[{\"id\":1}]", "Idempotency-Key", key),
                        reply -> reply.status() == 200);
        assertThat(answered.json().path("counts").path("inserted").intValue()).isEqualTo(1);
        assertThat(database.count("users")).isEqualTo(1);
    }
}
