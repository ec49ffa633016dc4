package io.rowcall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.ImportPart;
import io.rowcall.batch.Wire;
import io.rowcall.publish.PublishOutcome.Confirmed;
import io.rowcall.publish.PublishOutcome.Failed;
import io.rowcall.publish.PublishOutcome.Returned;
import io.rowcall.publish.rows.BodyFormat;
import io.rowcall.testing.Account;
import io.rowcall.testing.Broker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Against a real broker; each test has a target, and so a queue, of its own. */
class BatchPublisherIT {

    private static final byte[] BODY = "[{\"id\":1}]".getBytes(UTF_8);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static Broker broker;
    private static int targets;

    private final List<BatchPublisher> publishers = new ArrayList<>();
    private String target;
    private String queue;

    @BeforeAll
    static void startVirtualHost() {
        broker = Broker.create("publish").declareExchange(Wire.IMPORTS, "direct");
    }

    @AfterAll
    static void dropVirtualHost() {
        broker.close();
    }

    @BeforeEach
    void newTarget() {
        target = "t" + ++targets;
        queue = Wire.importQueue(target);
    }

    @AfterEach
    void closePublishers() {
        publishers.forEach(BatchPublisher::close);
    }

    @Test
    void confirmedBatchIsInTheQueueAsTheContractSays() throws IOException {
        declare(Map.of("x-queue-type", "quorum"));

        PublishOutcome outcome = publisher(LONG)
                .publish(batch("b-1")
                        .gzipped()
                        .correlatedBy("c-1")
                        .inImport(new ImportPart("imp", 2, 2))
                        .onDuplicate(DuplicatePolicy.UNCHANGED)
                        .asDryRun())
                .join();

        assertThat(outcome).isEqualTo(new Confirmed(new BatchKey(target, "b-1"), 1));
        GetResponse message = broker.get(queue).orElseThrow();
        assertThat(message.getProps().getMessageId()).isEqualTo("b-1");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getContentType()).isEqualTo("application/json");
        assertThat(message.getProps().getContentEncoding()).isEqualTo("gzip");
        assertThat(message.getProps().getCorrelationId()).isEqualTo("c-1");
        assertThat(message.getProps().getHeaders())
                .extractingByKey(Wire.HEADER_IMPORT_ID)
                .hasToString("imp");
        assertThat(message.getProps().getHeaders())
                .containsEntry(Wire.HEADER_PART, 2)
                .containsEntry(Wire.HEADER_PARTS, 2)
                .containsEntry(Wire.HEADER_DRY_RUN, true);
        assertThat(message.getProps().getHeaders())
                .extractingByKey(Wire.HEADER_ON_DUPLICATE)
                .hasToString("unchanged");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(message.getBody())).readAllBytes())
                .isEqualTo(BODY);
    }

    @Test
    void plainBatchHasNoRowcallHeaders() {
        declare(Map.of());

        publisher(LONG).publish(batch("b-1")).join();

        GetResponse message = broker.get(queue).orElseThrow();
        assertThat(message.getProps().getHeaders().keySet()).noneMatch(name -> name.startsWith(Wire.HEADER_PREFIX));
        assertThat(message.getProps().getContentEncoding()).isNull();
    }

    @Test
    void unknownTargetIsReturnedThoughTheBrokerAcks() {
        PublishOutcome outcome = publisher(LONG).publish(batch("b-1")).join();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Returned.class,
                        returned -> assertThat(returned.message())
                                .contains("no queue takes batches for target '" + target + "'"));
    }

    @Test
    void nackedBatchIsPublishedAgainUnderTheSameId() {
        declareFull();

        CompletableFuture<PublishOutcome> second = publisher(LONG).publish(batch("b-2"));
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(second).isNotDone();
        broker.purge(queue);

        assertThat(second.join())
                .isInstanceOfSatisfying(
                        Confirmed.class, it -> assertThat(it.tries()).isGreaterThan(1));
        assertThat(idsInQueue()).containsExactly("b-2");
    }

    @Test
    void batchThatIsNeverTakenFailsAtTheDeadlineInWords() {
        declareFull();

        PublishOutcome outcome =
                publisher(Duration.ofSeconds(1)).publish(batch("b-2")).join();

        assertThat(outcome)
                .isEqualTo(new Failed(
                        new BatchKey(target, "b-2"),
                        "target " + target + ": not confirmed within 1 s: the broker refused it (nack): "
                                + "the target's queue is full or short of members"));
    }

    @Test
    void missingExchangeClosesTheChannelAndEveryBatchGoesAgain() {
        try (Broker bare = Broker.create("publish-bare")) {
            BatchPublisher publisher = publisher(settings(bare), LONG, 256, DataSize.ofMegabytes(64));
            List<CompletableFuture<PublishOutcome>> outcomes = IntStream.range(0, 20)
                    .mapToObj(i -> publisher.publish(batch("b-" + i)))
                    .toList();
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            assertThat(outcomes).noneMatch(CompletableFuture::isDone);

            bare.declareQueue(queue, Map.of());
            bare.declareExchange(Wire.IMPORTS, "direct").bind(queue, Wire.IMPORTS, target);

            assertThat(outcomes).allSatisfy(each -> assertThat(each.join()).isInstanceOf(Confirmed.class));
            assertThat(bare.ready(queue)).isEqualTo(20);
        }
    }

    @Test
    void missingExchangeIsNamedAtTheDeadline() {
        try (Broker bare = Broker.create("publish-bare")) {
            BatchPublisher publisher = publisher(settings(bare), Duration.ofSeconds(1), 256, DataSize.ofMegabytes(64));

            assertThat(publisher.publish(batch("b-1")).join())
                    .isInstanceOfSatisfying(
                            Failed.class, it -> assertThat(it.message()).contains("has no exchange rowcall.imports"));
        }
    }

    @Test
    void callerWaitsWhileTheWindowOfBatchesIsFull() {
        callerWaits(2, DataSize.ofMegabytes(64));
    }

    @Test
    void callerWaitsWhileTheWindowOfBytesIsFull() {
        callerWaits(256, DataSize.ofBytes(2L * BODY.length));
    }

    private void callerWaits(int batches, DataSize bytes) {
        declareFull();
        BatchPublisher publisher = publisher(settings(broker), LONG, batches, bytes);
        publisher.publish(batch("b-2"));
        publisher.publish(batch("b-3"));

        CompletableFuture<PublishOutcome> third = CompletableFuture.supplyAsync(() -> publisher.publish(batch("b-4")))
                .thenCompose(it -> it);
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(third).isNotDone();
        await().untilAsserted(() -> {
            broker.purge(queue);
            assertThat(third).isDone();
        });

        assertThat(third.join()).isInstanceOf(Confirmed.class);
    }

    @Test
    void bodyLargerThanTheWindowIsPublishedAlone() {
        declare(Map.of());
        BatchPublisher publisher = publisher(settings(broker), LONG, 256, DataSize.ofBytes(4));

        assertThat(publisher.publish(batch("b-1")).join()).isInstanceOf(Confirmed.class);
        assertThat(publisher.publish(batch("b-2")).join()).isInstanceOf(Confirmed.class);
    }

    @Test
    void interruptWhileWaitingForRoomIsRestoredAndNothingIsPublished() throws InterruptedException {
        declareFull();
        BatchPublisher publisher = publisher(settings(broker), LONG, 1, DataSize.ofMegabytes(64));
        publisher.publish(batch("b-2"));
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        CompletableFuture<PublishOutcome> third = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            third.complete(publisher.publish(batch("b-3")).join());
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        await().until(() -> caller.getState() == Thread.State.WAITING);
        caller.interrupt();
        caller.join();

        assertThat(third.join())
                .isInstanceOfSatisfying(
                        Failed.class, it -> assertThat(it.message()).contains("interrupted"));
        assertThat(stillInterrupted).isTrue();
        broker.purge(queue);
        publisher.close();
        assertThat(idsInQueue()).containsExactly("b-2");
    }

    @Test
    void whatHangsOnAnOutcomeMayPublishItself() {
        declare(Map.of());
        BatchPublisher publisher = publisher(settings(broker), LONG, 1, DataSize.ofMegabytes(64));

        CompletableFuture<PublishOutcome> chain = publisher.publish(batch("b-0"));
        for (int i = 1; i < 20; i++) {
            String id = "b-" + i;
            chain = chain.thenCompose(previous -> publisher.publish(batch(id)));
        }

        assertThat(chain.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(Confirmed.class);
        assertThat(broker.ready(queue)).isEqualTo(20);
    }

    @Test
    void manyThreadsShareOnePublisherOneConnectionAndOneChannel() {
        declare(Map.of());
        Account user = broker.user("publish", "^$", "^rowcall\\.imports$", "^$");
        BatchPublisher publisher = publisher(settings(user), LONG, 64, DataSize.ofMegabytes(64));

        List<CompletableFuture<PublishOutcome>> outcomes = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> publisher.publish(batch("b-" + i)))
                .toList();

        assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isInstanceOf(Confirmed.class));
        assertThat(idsInQueue()).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    void connectionsThatTheBrokerClosesLoseNothing() {
        declare(Map.of());
        Account user = broker.user("publish", "^$", "^rowcall\\.imports$", "^$");
        BatchPublisher publisher = publisher(settings(user), LONG, 16, DataSize.ofMegabytes(64));

        List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            outcomes.add(publisher.publish(batch("b-" + i)));
            if (i % 1_000 == 500) {
                broker.closeConnectionsOf(user);
            }
        }

        assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isInstanceOf(Confirmed.class));
        assertThat(new HashSet<>(idsInQueue())).hasSize(3_000);
    }

    @Test
    void userWithoutTheRightToWriteIsToldAtOnce() {
        declare(Map.of());
        Account user = broker.user("publish", "^$", "^$", "^$");

        PublishOutcome outcome = publisher(settings(user), LONG, 64, DataSize.ofMegabytes(64))
                .publish(batch("b-1"))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        it -> assertThat(it.message())
                                .endsWith("this user may not write to exchange rowcall.imports; "
                                        + "grant it write on ^rowcall\\.imports$"));
    }

    @Test
    void wrongPasswordIsNamed() {
        declare(Map.of());
        BrokerSettings wrong = settings(new Account(broker.username(), "wrong"));
        BatchPublisher publisher = publisher(wrong, Duration.ofSeconds(1), 64, DataSize.ofMegabytes(64));

        assertThatThrownBy(publisher::connectNow)
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageContaining("refused the login");
        assertThat(publisher.publish(batch("b-1")).join())
                .isInstanceOfSatisfying(
                        Failed.class, it -> assertThat(it.message()).contains("refused the login"));
    }

    @Test
    void brokerThatIsNotThereIsNamed() {
        BrokerSettings nowhere = new BrokerSettings(List.of("127.0.0.1:1"), "guest", "guest", "/", false);
        BatchPublisher publisher = publisher(nowhere, Duration.ofSeconds(1), 64, DataSize.ofMegabytes(64));

        assertThatThrownBy(publisher::connectNow).hasMessageContaining("no connection to RabbitMQ");
        assertThat(publisher.publish(batch("b-1")).join())
                .isInstanceOfSatisfying(
                        Failed.class, it -> assertThat(it.message()).contains("no connection to RabbitMQ"));
    }

    @Test
    void bodyThatTheBrokerTakesNotIsRefusedBeforeItHarmsOthers() {
        byte[] huge = new byte[OutgoingBatch.MAX_BODY_BYTES + 1];

        assertThat(publisher(LONG)
                        .publish(OutgoingBatch.of(target, "b-1", BodyFormat.JSON, huge))
                        .join())
                .isInstanceOfSatisfying(
                        Failed.class,
                        it -> assertThat(it.message()).contains("16,777,217 bytes", "16,777,216", "fewer rows"));
    }

    @Test
    void closeWaitsForWhatIsOnItsWayAndTakesNoMore() {
        declare(Map.of());
        BatchPublisher publisher = publisher(LONG);
        List<CompletableFuture<PublishOutcome>> outcomes = IntStream.range(0, 200)
                .mapToObj(i -> publisher.publish(batch("b-" + i)))
                .toList();

        publisher.close();

        assertThat(outcomes).allSatisfy(it -> assertThat(it).isCompletedWithValueMatching(Confirmed.class::isInstance));
        assertThatThrownBy(() -> publisher.publish(batch("late"))).isInstanceOf(IllegalStateException.class);
    }

    private BatchPublisher publisher(Duration deadline) {
        return publisher(settings(broker), deadline, 256, DataSize.ofMegabytes(64));
    }

    private BatchPublisher publisher(BrokerSettings where, Duration deadline, int batches, DataSize bytes) {
        BatchPublisher publisher =
                BatchPublisher.connect(where, new PublishSettings(deadline.dividedBy(3), deadline, batches, bytes));
        publishers.add(publisher);
        return publisher;
    }

    private static BrokerSettings settings(Broker where) {
        return new BrokerSettings(
                List.of(where.host() + ":" + where.port()), where.username(), where.password(), where.vhost(), false);
    }

    private static BrokerSettings settings(Account user) {
        return new BrokerSettings(
                List.of(broker.host() + ":" + broker.port()), user.username(), user.password(), broker.vhost(), false);
    }

    private OutgoingBatch batch(String id) {
        return OutgoingBatch.of(target, id, BodyFormat.JSON, BODY);
    }

    private void declare(Map<String, Object> arguments) {
        broker.declareQueue(queue, arguments).bind(queue, Wire.IMPORTS, target);
    }

    /** A queue that nacks whatever comes. */
    private void declareFull() {
        declare(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        assertThat(publisher(LONG).publish(batch("b-1")).join()).isInstanceOf(Confirmed.class);
    }

    private List<String> idsInQueue() {
        return broker.drain(queue).stream()
                .map(message -> message.getProps().getMessageId())
                .toList();
    }
}
