package io.rowcall.publish;

import static io.rowcall.testing.Direction.TO_CLIENT;
import static io.rowcall.testing.Direction.TO_SERVER;
import static io.rowcall.testing.Tripwire.Edge.AFTER;
import static io.rowcall.testing.Tripwire.Edge.BEFORE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Wire;
import io.rowcall.publish.PublishOutcome.Confirmed;
import io.rowcall.publish.rows.BodyFormat;
import io.rowcall.testing.Broker;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Tripwire;
import io.rowcall.testing.WirePattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.util.unit.DataSize;

/** The way to the broker breaks; what the queue holds tells what really happened. */
class BatchPublisherFaultsIT {

    private static final String TARGET = "users";
    private static final String QUEUE = Wire.importQueue(TARGET);
    private static final BatchKey KEY = new BatchKey(TARGET, "b-1");

    private Broker broker;
    private FaultProxy proxy;
    private BatchPublisher publisher;

    @BeforeEach
    void open() {
        broker = Broker.create("publish-faults")
                .declareExchange(Wire.IMPORTS, "direct")
                .declareQueue(QUEUE, Map.of("x-queue-type", "quorum"))
                .bind(QUEUE, Wire.IMPORTS, TARGET);
        proxy = FaultProxy.to(broker.server());
        publisher = publisher(Duration.ofSeconds(20), 60);
    }

    @AfterEach
    void close() {
        proxy.restore();
        publisher.close();
        proxy.close();
        broker.close();
    }

    @Test
    void batchWhoseConfirmWasLostGoesAgainUnderTheSameId() {
        Tripwire tripwire = proxy.cutAt(TO_CLIENT, WirePattern.amqpAck(), BEFORE);

        assertThat(publish().join()).isEqualTo(new Confirmed(KEY, 2));

        assertThat(tripwire.tripped()).isTrue();
        assertThat(idsInQueue()).containsExactly("b-1", "b-1");
    }

    @Test
    void batchThatNeverArrivedGoesAgain() {
        proxy.cutAt(TO_SERVER, WirePattern.amqpPublish(), BEFORE);

        assertThat(publish().join()).isInstanceOf(Confirmed.class);

        assertThat(idsInQueue()).containsExactly("b-1");
    }

    @Test
    void batchThatArrivedInPartGoesAgain() {
        proxy.cutAt(TO_SERVER, WirePattern.amqpPublish(), AFTER);

        assertThat(publish().join()).isInstanceOf(Confirmed.class);

        assertThat(idsInQueue()).containsExactly("b-1");
    }

    @Test
    void missingConfirmMeansUnknownSoTheBatchGoesAgainUnderTheSameId() {
        publisher.close();
        publisher = publisher(Duration.ofSeconds(1), 60);
        publish().join(); // so that there is a channel
        broker.purge(QUEUE);
        proxy.blackHole();
        CompletableFuture<PublishOutcome> outcome = publish();
        await().pollDelay(Duration.ofMillis(1_600)).until(() -> true);
        proxy.restore();

        assertThat(outcome.join()).isInstanceOf(Confirmed.class);

        await().untilAsserted(() -> assertThat(broker.ready(QUEUE)).isEqualTo(2));
        assertThat(idsInQueue()).containsExactly("b-1", "b-1");
    }

    @Test
    void deadLinkIsGivenUpByHeartbeatLongBeforeTheConfirmTimeout() {
        publisher.close();
        publisher = publisher(Duration.ofSeconds(20), 1);
        publisher.connectNow();
        proxy.blackHole();
        long start = System.nanoTime();
        CompletableFuture<PublishOutcome> outcome = publish();
        await().atMost(Duration.ofSeconds(10)).until(() -> proxy.accepted() > 1);
        proxy.restore();

        assertThat(outcome.join()).isInstanceOf(Confirmed.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void nodeThatTakesBatchesAndConfirmsNoneIsLeftForTheNext() {
        publisher.close();
        publisher = publisher(
                Duration.ofSeconds(1), 60, proxy.host() + ":" + proxy.port(), broker.host() + ":" + broker.port());
        assertThat(publish().join()).isEqualTo(new Confirmed(KEY, 1));
        broker.purge(QUEUE);
        proxy.blackHole();

        assertThat(publish().join()).isInstanceOf(Confirmed.class);

        assertThat(idsInQueue()).containsExactly("b-1");
    }

    @Test
    void batchesWaitForABrokerThatIsAway() {
        proxy.refuse();
        CompletableFuture<PublishOutcome> outcome = publish();
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        assertThat(outcome).isNotDone();
        proxy.restore();

        assertThat(outcome.join()).as("waiting spends no tries").isEqualTo(new Confirmed(KEY, 1));
    }

    @Test
    void connectionLostWhileIdleIsReplacedByTheNextBatch() {
        assertThat(publish().join()).isEqualTo(new Confirmed(KEY, 1));
        proxy.cut();
        await().until(() -> proxy.open() == 0);

        assertThat(publish().join()).isInstanceOf(Confirmed.class);
    }

    private CompletableFuture<PublishOutcome> publish() {
        return publisher.publish(OutgoingBatch.of(KEY.target(), KEY.batchId(), BodyFormat.JSON, "[]".getBytes(UTF_8)));
    }

    private List<String> idsInQueue() {
        return broker.drain(QUEUE).stream()
                .map(message -> message.getProps().getMessageId())
                .toList();
    }

    private BatchPublisher publisher(Duration confirmTimeout, int heartbeatSeconds) {
        return publisher(confirmTimeout, heartbeatSeconds, proxy.host() + ":" + proxy.port());
    }

    private BatchPublisher publisher(Duration confirmTimeout, int heartbeatSeconds, String... addresses) {
        CachingConnectionFactory connections = new BrokerSettings(
                        List.of(addresses), broker.username(), broker.password(), broker.vhost(), false)
                .connections("test");
        connections.getRabbitConnectionFactory().setRequestedHeartbeat(heartbeatSeconds);
        return new BatchPublisher(
                connections, new PublishSettings(confirmTimeout, Duration.ofSeconds(40), 16, DataSize.ofMegabytes(1)));
    }
}
