package io.rowcall.receive;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.ledger.Holds;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import io.rowcall.testing.WorkerProcess;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Exchanges and queues are those of the contract, whoever declares them. */
class TopologyIT {

    private static final String QUEUE = Wire.importQueue("users");

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.create("topology");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(8))");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private WorkerBuilder configured() {
        return scene.worker().target("users", "table: users").property("rowcall.apply.hold-watch", "100ms");
    }

    @Test
    void everythingIsDeclaredAsTheContractSays() {
        scene.start(configured());

        assertExchange(Wire.IMPORTS, "direct");
        assertExchange(Wire.RESULTS, "topic");
        assertExchange(Wire.DEAD, "direct");
        assertExchange(Wire.DROPPED, "fanout");
        assertQueue(
                QUEUE,
                Map.of(
                        "x-queue-type", "quorum",
                        "x-delivery-limit", "-1",
                        "x-dead-letter-exchange", Wire.DROPPED,
                        "x-dead-letter-strategy", "at-least-once",
                        "x-overflow", "reject-publish"));
        for (String queue : new String[] {Wire.RESULTS, Wire.DEAD, Wire.DROPPED}) {
            assertQueue(queue, Map.of("x-queue-type", "quorum"));
        }
        assertThat(broker().routingKeys(QUEUE, Wire.IMPORTS)).containsExactly("users");
        assertThat(broker().routingKeys(Wire.RESULTS, Wire.RESULTS)).containsExactly("#");
        assertThat(broker().routingKeys(Wire.DEAD, Wire.DEAD)).contains("users");
        assertThat(broker().routingKeys(Wire.DROPPED, Wire.DROPPED)).hasSize(1);
    }

    private void assertExchange(String name, String type) {
        JsonNode exchange = broker().exchange(name);
        assertThat(exchange.path("type").asString()).as(name).isEqualTo(type);
        assertThat(exchange.path("durable").asBoolean()).as(name).isTrue();
    }

    private void assertQueue(String name, Map<String, String> arguments) {
        Map<String, String> found = new LinkedHashMap<>();
        broker().queue(name)
                .path("arguments")
                .properties()
                .forEach(argument ->
                        found.put(argument.getKey(), argument.getValue().asString()));
        assertThat(found).as(name).isEqualTo(arguments);
        assertThat(broker().queue(name).path("durable").asBoolean()).as(name).isTrue();
    }

    @Test
    void aQueueWithOtherArgumentsStopsTheStartInOneSentenceWithTheWaysOut() {
        Map<String, Object> limited = new LinkedHashMap<>(Topology.IMPORT_QUEUE);
        limited.put("x-delivery-limit", 5);
        broker().declareQueue(QUEUE, limited);

        try (WorkerProcess worker = configured().fork()) {
            assertThat(worker.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", worker.log()))
                    .contains("APPLICATION FAILED TO START")
                    .contains("queue rowcall.imports.users: PRECONDITION_FAILED - inequivalent arg 'x-delivery-limit'"
                            + " for queue 'rowcall.imports.users'")
                    .contains(
                            "Delete it while it is empty so that it is declared anew, or declare it as an operator and"
                                    + " set rowcall.topology.declare=false")
                    .doesNotContain("\tat io.rowcall");
        }
        assertThat(broker().queue(QUEUE)
                        .path("arguments")
                        .path("x-delivery-limit")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void aMissingQueueStopsAWorkerThatMayNotDeclareIt() {
        scene.start(configured()).stop();
        broker().deleteQueue(QUEUE);

        assertThatThrownBy(() -> configured()
                        .property("rowcall.topology.declare", "false")
                        .start())
                .hasStackTraceContaining("queue rowcall.imports.users: NOT_FOUND")
                .hasStackTraceContaining("or set rowcall.topology.declare=true");
        assertThat(broker().exists(QUEUE)).isFalse();
    }

    @Test
    void aQueueThatIsDeletedUnderItsConsumerIsDeclaredAnew() {
        scene.start(configured());
        assertThat(scene.send(batch("users").row("id", 1))).insertedAll(1);

        broker().deleteQueue(QUEUE);
        Awaitility.await("consumed again").ignoreExceptions().until(() -> broker().consumers(QUEUE) == 1);

        assertThat(scene.send(batch("users").row("id", 2))).insertedAll(1);
    }

    @Test
    void whatTheBrokerDropsByAnOperatorsOwnLimitsIsAnswered() throws IOException {
        scene.start(configured()).stop();
        broker().deleteQueue(QUEUE);
        broker().declareQueue(
                        QUEUE,
                        Map.of(
                                "x-queue-type",
                                "quorum",
                                "x-dead-letter-exchange",
                                Wire.DROPPED,
                                "x-overflow",
                                "drop-head",
                                "x-max-length",
                                1,
                                "x-delivery-limit",
                                1))
                .bind(QUEUE, Wire.IMPORTS, "users");
        Worker worker = scene.start(configured().property("rowcall.topology.declare", "false"));
        worker.part(Holds.class).hold("users", "so that its queue fills up");
        Awaitility.await().until(() -> broker().consumers(QUEUE) == 0);
        BatchMessage pushedOut = batch("users").row("id", 1).message();
        BatchMessage rejected = batch("users").row("id", 2).message();
        scene.publish(pushedOut);
        scene.publish(rejected);

        assertThat(scene.results().await(pushedOut))
                .isRefused(RefusalCode.DROPPED)
                .says("maxlen", "raise the queue's limit");
        Channel other = broker().connect().createChannel();
        for (int i = 0; i < 2; i++) {
            other.basicReject(other.basicGet(QUEUE, false).getEnvelope().getDeliveryTag(), true);
        }
        assertThat(scene.results().await(rejected))
                .isRefused(RefusalCode.DROPPED)
                .says("delivery_limit", "remove that limit");
        Awaitility.await("both are dead letters").until(() -> broker().ready(Wire.DEAD) == 2);
        Awaitility.await("nothing is left").until(() -> broker().ready(Wire.DROPPED) == 0);
    }

    private Broker broker() {
        return scene.broker();
    }
}
