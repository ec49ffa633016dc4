package io.rowcall.apply;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Wire;
import io.rowcall.ledger.Holds;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stops a target for all workers: an operator, and the brake. */
class HoldIT {

    private static final int BRAKE_BATCHES = 20;

    private static Scene scene;
    private static List<Worker> workers;

    @BeforeAll
    static void open() {
        scene = Scene.create("hold");
        scene.database()
                .execute(
                        "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(4))",
                        "CREATE TABLE orders (id INT PRIMARY KEY, name VARCHAR(4))",
                        "CREATE TABLE bystanders (id INT PRIMARY KEY, name VARCHAR(4))");
        workers = IntStream.range(0, 2)
                .mapToObj(i -> scene.start(scene.worker()
                        .target("users", "table: users")
                        .target("orders", "table: orders")
                        .target("bystanders", "table: bystanders")
                        .property("rowcall.apply.hold-watch", "100ms")
                        .property("rowcall.apply.brake-rows", "100")))
                .toList();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void whatAnOperatorHoldsAllWorkersLeaveAloneUntilItIsResumed() {
        holds().hold("users", "the table is being repaired");
        awaitHeldEverywhere("users", "the table is being repaired");
        awaitNoConsumer("users");
        BatchBuilder waiting = batch("users").row("id", 1, "name", "Ada");
        scene.publish(waiting);

        Result bystander = scene.send(batch("bystanders").row("id", 1, "name", "Bea"));

        assertThat(bystander).insertedAll(1);
        Awaitility.await()
                .during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(5))
                .until(() -> scene.broker().ready(Wire.importQueue("users")) == 1);
        holds().resume("users");
        assertThat(scene.results().await(waiting.message())).insertedAll(1);
    }

    @Test
    void aFloodOfOneKindOfFailureBrakesAllWorkersAndTheWindowIsEmptyAfterwards() {
        String queue = Wire.importQueue("orders");
        scene.send(batch("orders").row("id", 1, "name", "ok"));
        // Enough for one worker's window, however the two share them.
        List<BatchMessage> flood = tooLong(3 * BRAKE_BATCHES);
        flood.forEach(scene::publish);

        awaitHeldEverywhere("orders", "failed with TOO_LONG; correct what sends them, or the table, then resume");
        awaitNoConsumer("orders");
        scene.publish(batch("orders").row("id", 3, "name", "ok"));
        assertThat(scene.broker().ready(queue)).as("batches that wait").isPositive();
        scene.broker().purge(queue);
        holds().resume("orders");

        List<BatchMessage> fewer = tooLong(BRAKE_BATCHES - 2);
        fewer.forEach(scene::publish);
        fewer.forEach(bad -> assertThat(scene.results().await(bad)).counts(10, 0, 0, 0, 10));
        assertThat(scene.send(batch("orders").row("id", 2, "name", "ok"))).insertedAll(1);
    }

    private static List<BatchMessage> tooLong(int batches) {
        return IntStream.range(0, batches)
                .mapToObj(i -> batch("orders")
                        .rows(10, row -> new Object[] {"id", 100 + row, "name", "much too long"})
                        .message())
                .toList();
    }

    private static Holds holds() {
        return workers.getFirst().part(Holds.class);
    }

    private static void awaitNoConsumer(String target) {
        Awaitility.await().until(() -> scene.broker().consumers(Wire.importQueue(target)) == 0);
    }

    private static void awaitHeldEverywhere(String target, String why) {
        for (Worker worker : workers) {
            Awaitility.await("held by a worker")
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () -> worker.part(Gates.class).states().get(target),
                            state -> state instanceof Gate.State.Held held
                                    && held.byOperator()
                                    && held.why().contains(why));
        }
    }
}
