package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static io.rowcall.testing.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.batch.Wire;
import io.rowcall.ledger.Holds;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Tripwire;
import io.rowcall.testing.WirePattern;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A batch that can't be answered is not acknowledged: it goes back, its target is held, and when results can be sent
 * again it is answered from the ledger.
 */
class ResultOutageIT {

    private static final Duration POLL = Duration.ofMillis(20);

    private static Scene scene;
    private static FaultProxy proxy;
    private static Worker worker;
    private static Channel operator;
    private static int nextId;

    @BeforeAll
    static void open() throws IOException {
        scene = Scene.create("answers");
        scene.database()
                .execute(
                        "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(8))",
                        "CREATE TABLE orders (id INT PRIMARY KEY, name VARCHAR(8))");
        proxy = FaultProxy.to(scene.broker().server());
        worker = scene.start(
                configured(Worker.on(scene.database(), scene.broker().through(proxy)))
                        .target("users", "table: users")
                        .property("rowcall.result.relay-interval", "1h"));
        operator = scene.broker().connect().createChannel();
    }

    private static WorkerBuilder configured(WorkerBuilder builder) {
        return builder.property("rowcall.apply.first-pause", "300ms")
                .property("rowcall.apply.longest-pause", "500ms")
                .property("rowcall.apply.hold-watch", "100ms")
                .property("rowcall.result.confirm-timeout", "1s");
    }

    @AfterAll
    static void close() {
        scene.close();
        proxy.close();
    }

    @AfterEach
    void everythingIsAnsweredAndForgotten() {
        proxy.restore();
        assertThat(scene.broker().ready(Wire.DEAD)).as("dead letters").isZero();
        Awaitility.await("the queue is empty").until(() -> scene.broker().ready(Wire.importQueue("users")) == 0);
        Awaitility.await("the outbox is empty").until(() -> scene.database().count("rowcall_outbox") == 0);
    }

    @Test
    void aFullResultQueueHoldsTheTarget() {
        scene.results().close();
        scene.broker().policy("full", "^rowcall\\.results$", Map.of("max-length", 0, "overflow", "reject-publish"));
        Awaitility.await("the queue goes by the policy")
                .until(() -> scene.broker()
                        .queue(Wire.RESULTS)
                        .path("policy")
                        .asString("")
                        .equals("full"));
        List<BatchMessage> batches = new ArrayList<>();
        // The limit is soft: some more are taken.
        Awaitility.await("the queue is full").until(() -> {
            batches.addAll(publish(1));
            return isHeld("a result could not be published: the broker did not take it");
        });
        scene.broker().deletePolicy("full");

        assertAnswered(batches);
    }

    @Test
    void aMissingResultExchangeHoldsTheTarget() throws IOException {
        operator.exchangeDelete(Wire.RESULTS);
        List<BatchMessage> batches = publish(3);

        awaitHeld("a result could not be published: the broker did not take it");
        assertApplied(batches);
        scene.broker().declareExchange(Wire.RESULTS, "topic").bind(Wire.RESULTS, Wire.RESULTS, "#");

        assertAnswered(batches);
    }

    @Test
    void aResultThatNoQueueTakesHoldsTheTargetThoughTheBrokerConfirmsIt() throws IOException {
        operator.queueUnbind(Wire.RESULTS, Wire.RESULTS, "#");
        List<BatchMessage> batches = publish(3);

        awaitHeld("no queue takes messages of exchange rowcall.results with routing key users.completed; bind one");
        assertApplied(batches);
        scene.broker().bind(Wire.RESULTS, Wire.RESULTS, "#");

        assertAnswered(batches);
    }

    @Test
    void aConfirmThatDoesNotComeInTimeHoldsTheTargetAndTheResultIsSentAgain() {
        assertAnswered(publish(1));
        proxy.delay(Duration.ofMillis(700));
        List<BatchMessage> batches = publish(1);

        awaitHeld("the broker did not confirm it within 1 s");
        proxy.restore();

        assertAnswered(batches);
    }

    @ParameterizedTest
    @EnumSource(Tripwire.Edge.class)
    void aResultOfUnknownOutcomeIsSentAgainUnchanged(Tripwire.Edge edge) {
        assertAnswered(publish(1));
        Tripwire tripwire = proxy.cutAt(TO_SERVER, WirePattern.text("\"resultId\""), edge);
        List<BatchMessage> batches = publish(1);
        tripwire.awaitTripped();

        assertAnswered(batches);
    }

    @Test
    void whatStayedUnsentIsSentByOtherWorkersWhoeverComesFirst() throws IOException {
        List<Object> unsent;
        try (Worker first = start("1h")) {
            operator.queueUnbind(Wire.RESULTS, Wire.RESULTS, "#");
            publish("orders", 30);
            Awaitility.await().until(() -> scene.database().count("rowcall_outbox") > 0);
            // So that nobody answers by taking the batches again.
            first.part(Holds.class).hold("orders", "only the relays are to work");
            Awaitility.await().until(() -> scene.broker().consumers(Wire.importQueue("orders")) == 0);
            unsent = scene.database().queryColumn("SELECT CAST(batch_id AS CHAR) FROM rowcall_outbox");
        }
        // They bind the queue again, as every worker does at its start.
        try (Worker second = start("200ms");
                Worker third = start("200ms")) {
            unsent.forEach(
                    id -> assertThat(scene.results().await(String.valueOf(id))).insertedAll(1));
            Awaitility.await().until(() -> scene.database().count("rowcall_outbox") == 0);
            assertThat(scene.broker().ready(Wire.importQueue("orders")))
                    .as("nothing was taken")
                    .isEqualTo(30);

            third.part(Holds.class).resume("orders");
            Awaitility.await().until(() -> scene.broker().ready(Wire.importQueue("orders")) == 0);
            unsent.forEach(id -> scene.results().awaitCopies(String.valueOf(id), 2));
            Awaitility.await().until(() -> scene.database().count("orders") == 30);
            second.stop();
        }
    }

    private static Worker start(String relayInterval) {
        return configured(scene.worker())
                .target("orders", "table: orders")
                .property("rowcall.result.relay-after", "1s")
                .property("rowcall.result.relay-interval", relayInterval)
                .start();
    }

    private static List<BatchMessage> publish(int count) {
        return publish("users", count);
    }

    private static List<BatchMessage> publish(String target, int count) {
        List<BatchMessage> batches = IntStream.range(0, count)
                .mapToObj(i -> batch(target).row("id", ++nextId, "name", "Ada").message())
                .toList();
        scene.publish(batches.toArray(BatchMessage[]::new));
        return batches;
    }

    private static void awaitHeld(String why) {
        Awaitility.await("held, since " + why)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(POLL)
                .until(() -> isHeld(why));
    }

    private static boolean isHeld(String why) {
        return worker.part(Gates.class).states().get("users") instanceof Gate.State.Held held
                && held.why().contains(why);
    }

    /** The rows stay committed while their result can't be sent. */
    private static void assertApplied(List<BatchMessage> batches) {
        batches.forEach(batch -> assertThat(scene.results().soFar())
                .noneMatch(result -> batch.id().equals(result.batchId())));
        assertThat(scene.database().count("rowcall_outbox")).isPositive();
    }

    private static void assertAnswered(List<BatchMessage> batches) {
        batches.forEach(batch -> assertThat(scene.results().await(batch)).insertedAll(1));
    }
}
