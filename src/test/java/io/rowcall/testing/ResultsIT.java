package io.rowcall.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResultsIT {

    private Broker broker;
    private Account subscriber;
    private Results results;

    @BeforeEach
    void open() {
        broker = Broker.create("results");
        subscriber = broker.user("subscriber", "^$", "^$", "^rowcall\\.results$");
        results = Results.of(broker, subscriber);
    }

    @AfterEach
    void close() {
        results.close();
        broker.close();
    }

    @Test
    void resultsAreFoundThoughTheQueueAndTheLinkCameLater() {
        assertThatThrownBy(() -> results.within(Duration.ofMillis(200)).await("b1"))
                .hasMessageContaining("the result of batch b1 did not come within")
                .hasMessageContaining("0 messages in all");

        declare();
        publish("r1", "b1");
        results.within(Duration.ofSeconds(30));
        assertThat(results.await("b1")).insertedAll(1);

        broker.closeConnectionsOf(subscriber);
        publish("r2", "b2");
        assertThat(results.await("b2")).insertedAll(1);
        assertThat(results.copies("b1")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void oneMessageTooManyIsFound() {
        declare();
        publish("r1", "b1");
        results.awaitJust(1, Duration.ofMillis(300));

        publish("r1", "b1");
        results.awaitCopies("b1", 2);
        assertThatThrownBy(() -> results.awaitJust(1, Duration.ofMillis(300)))
                .hasMessageContaining("expected just 1 messages")
                .hasMessageContaining("2 messages in all");
    }

    private void declare() {
        broker.declareExchange(Wire.RESULTS, "topic")
                .declareQueue(Wire.RESULTS, Map.of("x-queue-type", "quorum"))
                .bind(Wire.RESULTS, Wire.RESULTS, "#");
    }

    private void publish(String resultId, String batchId) {
        String body = """
                {"resultId":"%s","batchId":"%s","target":"users","status":"completed","dryRun":false,\
                "counts":{"rows":1,"inserted":1,"updated":0,"unchanged":0,"failed":0},"page":1,"pages":1,"failures":[],\
                "appliedAt":"2026-11-22T12:00:00.000Z"}""".formatted(resultId, batchId);
        broker.publish(
                Wire.RESULTS,
                "users.completed",
                new BasicProperties.Builder()
                        .messageId(resultId)
                        .deliveryMode(2)
                        .build(),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
