package io.rowcall.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rowcall.batch.Wire;
import io.rowcall.publish.PublishOutcome.Confirmed;
import io.rowcall.publish.PublishOutcome.Failed;
import io.rowcall.publish.rows.BodyFormat;
import io.rowcall.testing.BreakableServers;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Servers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** The broker itself is down, or takes nothing. */
class BatchPublisherOutageIT {

    private static final String TARGET = "users";
    private static final String QUEUE = Wire.importQueue(TARGET);
    private static final byte[] BODY = new byte[256 << 10];

    private final BreakableServers servers = Servers.breakable();
    private Broker broker;

    @BeforeEach
    void open() {
        broker = Broker.create(servers.rabbit(), "publish-outage")
                .declareExchange(Wire.IMPORTS, "direct")
                .declareQueue(QUEUE, Map.of("x-queue-type", "quorum"))
                .bind(QUEUE, Wire.IMPORTS, TARGET);
    }

    @AfterEach
    void close() {
        servers.repair();
        broker.close();
    }

    @Test
    void brokerKilledWhilePublishingLosesNothingThatWasConfirmed() {
        try (BatchPublisher publisher = publisher(Duration.ofMinutes(1))) {
            CompletableFuture<List<PublishOutcome>> outcomes = CompletableFuture.supplyAsync(
                            () -> IntStream.range(0, 400)
                                    .mapToObj(i -> publisher.publish(batch(i)))
                                    .toList())
                    .thenApply(all -> all.stream().map(CompletableFuture::join).toList());
            await().until(() -> broker.ready(QUEUE) > 50);
            servers.killRabbit();
            servers.startRabbit();

            assertThat(outcomes.join()).hasSize(400).allMatch(Confirmed.class::isInstance);
        }
        Set<String> ids = new HashSet<>();
        broker.drain(QUEUE).forEach(message -> ids.add(message.getProps().getMessageId()));
        assertThat(ids).hasSize(400);
    }

    @Test
    void brokerUnderAlarmStopsNeitherDeadlineNorClose() {
        List<CompletableFuture<PublishOutcome>> outcomes;
        try (BatchPublisher publisher = publisher(Duration.ofSeconds(3))) {
            publisher.publish(batch(0)).join();
            servers.memoryAlarm(true);
            outcomes = IntStream.range(1, 120)
                    .mapToObj(i -> publisher.publish(batch(i)))
                    .toList();
        }

        assertThat(outcomes)
                .allSatisfy(it -> assertThat(it).isDone())
                .last()
                .satisfies(it -> assertThat(it.join())
                        .isInstanceOfSatisfying(
                                Failed.class,
                                failed -> assertThat(failed.message())
                                        .contains("RabbitMQ takes no messages at the moment: low on memory")));
    }

    @Test
    void batchesGoOnWhenTheAlarmIsOver() {
        try (BatchPublisher publisher = publisher(Duration.ofSeconds(40))) {
            publisher.publish(batch(0)).join();
            servers.memoryAlarm(true);
            List<CompletableFuture<PublishOutcome>> outcomes = IntStream.range(1, 40)
                    .mapToObj(i -> publisher.publish(batch(i)))
                    .toList();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertThat(outcomes).noneMatch(CompletableFuture::isDone);
            servers.memoryAlarm(false);

            assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isInstanceOf(Confirmed.class));
        }
    }

    private BatchPublisher publisher(Duration deadline) {
        BrokerSettings settings = new BrokerSettings(
                List.of(broker.host() + ":" + broker.port()),
                broker.username(),
                broker.password(),
                broker.vhost(),
                false);
        return BatchPublisher.connect(
                settings, new PublishSettings(deadline.dividedBy(3), deadline, 64, DataSize.ofMegabytes(16)));
    }

    private static OutgoingBatch batch(int number) {
        return OutgoingBatch.of(TARGET, "b-" + number, BodyFormat.JSON, BODY);
    }
}
