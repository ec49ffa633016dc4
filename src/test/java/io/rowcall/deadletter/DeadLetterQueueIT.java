package io.rowcall.deadletter;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.publish.BrokerSettings;
import io.rowcall.publish.BrokerUnavailableException;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Direction;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Letters;
import io.rowcall.testing.Tripwire;
import io.rowcall.testing.WirePattern;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do, on a broker that no worker looks at: whatever is replayed stays where it can be seen. */
class DeadLetterQueueIT {

    private static final Instant REFUSED = Instant.parse("2026-11-01T12:00:00.000Z");
    private static final Instant UNTIL = Instant.parse("2026-11-30T12:00:00.000Z");
    private static final String IMPORTS = Wire.importQueue("users");

    private static Broker broker;
    private static DeadLetterQueue queue;

    @BeforeAll
    static void open() {
        broker = Broker.create("dead");
        Letters.declare(broker, "users", "orders", "full");
        queue = at(broker, new Account(broker.username(), broker.password()), UNTIL);
    }

    @AfterAll
    static void close() {
        queue.close();
        broker.close();
    }

    @BeforeEach
    void empty() {
        broker.purge(Wire.DEAD);
        broker.purge(IMPORTS);
    }

    @Test
    void listTellsWhatEachIsAndLeavesAllAsTheyAre() {
        put(letter("b1").header("note", "x"), letter("b2").gzip(), letter(null).body(""));

        Listing first = queue.list(letter -> true, Limits.PAGE);
        Listing second = queue.list(letter -> true, Limits.PAGE);

        assertThat(second).isEqualTo(first);
        assertThat(first.complete()).isTrue();
        assertThat(first.waiting()).isEqualTo(3);
        assertThat(first.letters()).extracting(DeadLetter::batchId).containsExactly("b1", "b2", null);
        DeadLetter one = first.letters().getFirst();
        assertThat(one.id()).matches("[0-9a-f]{16}");
        assertThat(one.target()).isEqualTo("users");
        assertThat(one.code()).isEqualTo("MALFORMED");
        assertThat(one.reason()).isEqualTo("refused by a test as MALFORMED");
        assertThat(one.refusedAt()).isEqualTo(REFUSED);
        assertThat(one.replayUntil()).isEqualTo(UNTIL);
        assertThat(one.beginning()).isEqualTo("[{\"id\":1}]");
        assertThat(first.letters().get(1).beginning()).isEqualTo("[{\"id\":1}]");
        assertThat(batches()).containsExactlyInAnyOrder("b1", "b2", null);
    }

    @Test
    void aThousandAreListedInTheOrderOfTheirRefusalAndNoLookCountsAgainstThem() {
        Letters.put(
                broker,
                IntStream.range(0, 1_000)
                        .mapToObj(i -> refused(letter("b" + i), i))
                        .toList());
        List<String> order = IntStream.range(0, 1_000).mapToObj(i -> "b" + i).toList();

        Listing all = queue.list(letter -> true, new Limits(1_000, 1 << 20));
        Listing some = queue.list(letter -> true, new Limits(10, 1 << 20));

        assertThat(all.letters()).extracting(DeadLetter::batchId).isEqualTo(order);
        assertThat(all.complete()).isTrue();
        assertThat(all.waiting()).isEqualTo(1_000);
        assertThat(some.letters()).extracting(DeadLetter::batchId).isEqualTo(order.subList(0, 10));
        assertThat(some.matching()).isEqualTo(1_000);
        assertThat(batches()).containsExactlyInAnyOrderElementsOf(order);
    }

    @Test
    void aListTakesNoMoreBytesThanItMay() {
        put(letter("b1").body("x".repeat(600)), letter("b2").body("x".repeat(600)), letter("b3"));

        Listing listing = queue.list(letter -> true, new Limits(100, 1_000));

        assertThat(listing.letters()).extracting(DeadLetter::batchId).containsExactly("b1", "b2");
        assertThat(listing.waiting()).isEqualTo(3);
        assertThat(listing.complete()).isFalse();
    }

    @Test
    void lettersThatNoWorkerWroteAreListedToo() {
        Letters.put(broker, List.of(letter("foreign").message()));

        assertThat(queue.list(letter -> true, Limits.PAGE).letters())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.code()).isNull();
                    assertThat(letter.refusedAt()).isNull();
                    assertThat(queue.replay(List.of(letter.id())))
                            .singleElement()
                            .satisfies(outcome -> assertKept(outcome, Outcome.Why.TOO_OLD));
                });
    }

    @Test
    void showTellsAllOfIt() {
        put(
                letter("other"),
                letter("b1")
                        .header("note", "x")
                        .header("list", List.of(1, "two"))
                        .gzip());

        Shown shown = queue.show(idOf("b1"), 4);

        assertThat(shown).isInstanceOfSatisfying(Shown.Found.class, found -> {
            WholeLetter whole = found.letter();
            assertThat(whole.properties())
                    .containsEntry("message_id", "b1")
                    .containsEntry("content_type", "application/json")
                    .containsEntry("content_encoding", "gzip")
                    .containsEntry("delivery_mode", 2);
            assertThat(whole.headers())
                    .containsEntry("note", "x")
                    .containsEntry("list", List.of(1, "two"))
                    .containsEntry(Wire.HEADER_CODE, "MALFORMED");
            assertThat(whole.body().text()).hasValue("[{\"i");
            assertThat(whole.body().inflated()).isTrue();
            assertThat(whole.body().whole()).isFalse();
        });
        assertThat(ids()).hasSize(2);
    }

    @Test
    void replayPublishesJustWhatTheProducerSentAndTakesItOut() {
        BatchMessage sent =
                letter("b1").header("note", "x").correlationId("c-1").gzip().message();
        put(
                letter("before"),
                letter("b1").header("note", "x").correlationId("c-1").gzip(),
                letter("behind"));

        List<Outcome> outcomes = queue.replay(List.of(idOf("b1")));

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Replayed.class);
        GetResponse published = broker.get(IMPORTS).orElseThrow();
        assertThat(published.getBody()).isEqualTo(sent.body());
        assertThat(published.getProps().toString()).isEqualTo(sent.properties().toString());
        assertThat(batches()).containsExactlyInAnyOrder("before", "behind");
    }

    @Test
    void replayTakesOffWhatTheBrokerWroteWhenItDroppedTheBatch() {
        put(letter("b1").header("x-first-death-reason", "expired").header("x-death", List.of(Map.of("count", 1))));

        queue.replay(ids());

        assertThat(broker.get(IMPORTS).orElseThrow().getProps().getHeaders()).isNull();
    }

    @Test
    void whatNoQueueTakesStaysADeadLetter() {
        put(batch("unknown").id("b1").row("id", 1));

        assertThat(queue.replay(ids())).singleElement().satisfies(outcome -> {
            assertKept(outcome, Outcome.Why.UNROUTABLE);
            assertThat(outcome.message()).contains("no queue takes batches for target 'unknown'");
        });
        assertThat(batches()).containsExactly("b1");
    }

    @Test
    void whatTheBrokerRefusesStaysADeadLetter() {
        broker.deleteQueue(Wire.importQueue("full"));
        broker.declareQueue(Wire.importQueue("full"), Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
        broker.bind(Wire.importQueue("full"), Wire.IMPORTS, "full");
        put(batch("full").id("b1").row("id", 1), letter("b2"));

        List<Outcome> outcomes = queue.replay(ids());

        assertKept(outcomes.getFirst(), Outcome.Why.NOT_CONFIRMED);
        assertThat(outcomes.getFirst().message()).contains("nack");
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Replayed.class);
        assertThat(batches()).containsExactly("b1");
    }

    @Test
    void whatTheLedgerMayHaveForgottenIsReplayedUnderAnIdOfItsOwnOnly() {
        put(letter("b1"));
        try (DeadLetterQueue late =
                at(broker, new Account(broker.username(), broker.password()), UNTIL.plusMillis(1))) {
            assertThat(late.replay(ids())).singleElement().satisfies(outcome -> {
                assertKept(outcome, Outcome.Why.TOO_OLD);
                assertThat(outcome.message()).contains("2026-11-30T12:00:00Z", "batch b1", "with a new id");
            });
        }
        assertThat(broker.get(IMPORTS)).isEmpty();

        assertThat(queue.replay(ids())).singleElement().isInstanceOf(Outcome.Replayed.class);
    }

    @Test
    void aCrashBetweenConfirmAndAckLeavesItInBothPlaces() {
        put(letter("b1"));
        List<String> ids = ids();
        try (FaultProxy proxy = FaultProxy.to(broker.server());
                DeadLetterQueue cut =
                        at(broker.through(proxy), new Account(broker.username(), broker.password()), UNTIL)) {
            proxy.cutAt(Direction.TO_SERVER, WirePattern.amqpAck(), Tripwire.Edge.BEFORE);

            assertThat(cut.replay(ids)).singleElement().isInstanceOf(Outcome.Unsettled.class);
        }

        assertThat(broker.get(IMPORTS).orElseThrow().getProps().getMessageId()).isEqualTo("b1");
        assertThat(queue.replay(ids)).singleElement().isInstanceOf(Outcome.Replayed.class);
        assertThat(broker.get(IMPORTS).orElseThrow().getProps().getMessageId()).isEqualTo("b1");
        assertThat(batches()).isEmpty();
    }

    @Test
    void dropTakesOutWhatWasNamedAndNothingElse() {
        put(letter("b1"), letter("b2"), letter("b3"), letter("b4"));

        List<Outcome> outcomes = queue.drop(List.of(idOf("b4"), idOf("b2"), "0123456789abcdef"));

        assertThat(outcomes).hasSize(3);
        assertThat(outcomes.subList(0, 2))
                .extracting(outcome -> ((Outcome.Dropped) outcome).letter().batchId())
                .containsExactlyInAnyOrder("b2", "b4");
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.NotFound.class);
        assertThat(outcomes.get(2).message()).contains("none of the 4 letters");
        assertThat(batches()).containsExactlyInAnyOrder("b1", "b3");
    }

    @Test
    void lettersThatAreAlikeAreSettledAsOftenAsTheyAreNamed() {
        Letters.put(broker, List.of(refused(letter("b1"), 0), refused(letter("b1"), 0), refused(letter("b1"), 0)));

        assertThat(queue.drop(ids().subList(0, 2))).hasSize(2).allMatch(Outcome.Dropped.class::isInstance);

        assertThat(batches()).containsExactly("b1");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(queue.show("0123456789abcdef", 100)).isInstanceOf(Shown.NotFound.class);
        assertThat(queue.replay(List.of("0123456789abcdef"))).singleElement().isInstanceOf(Outcome.NotFound.class);
        assertThat(queue.drop(List.of("0123456789abcdef"))).singleElement().isInstanceOf(Outcome.NotFound.class);
    }

    @Test
    void twoOperatorsAtOnceLoseAndDoubleNothing() {
        put(IntStream.range(0, 40).mapToObj(i -> letter("b" + i)).toArray(BatchBuilder[]::new));
        List<String> ids = ids();
        ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        BooleanSupplier all = () -> outcomes.stream()
                        .filter(outcome -> !(outcome instanceof Outcome.NotFound))
                        .count()
                >= ids.size();
        try (DeadLetterQueue other = at(broker, new Account(broker.username(), broker.password()), UNTIL)) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> until(all, () -> outcomes.addAll(queue.replay(ids)))),
                            CompletableFuture.runAsync(() -> until(
                                    all,
                                    () -> outcomes.addAll(other.drop(
                                            other.list(letter -> true, new Limits(3, 1 << 20)).letters().stream()
                                                    .map(DeadLetter::id)
                                                    .toList())))))
                    .join();
        }

        List<String> settled = new ArrayList<>();
        List<String> replayed = new ArrayList<>();
        outcomes.forEach(outcome -> {
            if (outcome instanceof Outcome.Replayed one) {
                settled.add(outcome.id());
                replayed.add(String.valueOf(one.letter().batchId()));
            } else if (outcome instanceof Outcome.Dropped) {
                settled.add(outcome.id());
            } else {
                assertThat(outcome).isInstanceOf(Outcome.NotFound.class);
            }
        });
        assertThat(settled).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(broker.drain(IMPORTS))
                .extracting(each -> each.getProps().getMessageId())
                .containsExactlyInAnyOrderElementsOf(replayed);
    }

    private static void until(BooleanSupplier settledAll, Runnable work) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    work.run();
                    return settledAll.getAsBoolean();
                });
    }

    @Test
    void whoMayNotReadOrWriteIsToldTheRightThatIsMissing() {
        put(letter("b1"));
        Account none = broker.user("none", "^$", "^$", "^$");
        Account reader = broker.user("reader", "^$", "^$", "^rowcall\\.dead$");
        try (DeadLetterQueue asNobody = at(broker, none, UNTIL);
                DeadLetterQueue asReader = at(broker, reader, UNTIL)) {
            assertThatThrownBy(() -> asNobody.list(letter -> true, Limits.PAGE))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("grant it read on ^rowcall\\.dead$");
            assertThat(asReader.replay(ids())).singleElement().satisfies(outcome -> {
                assertKept(outcome, Outcome.Why.NOT_CONFIRMED);
                assertThat(outcome.message()).contains("grant it write on ^rowcall\\.imports$");
            });
        }
        assertThat(batches()).containsExactly("b1");
    }

    private static DeadLetterQueue at(Broker broker, Account user, Instant now) {
        return DeadLetterQueue.at(
                new BrokerSettings(
                        List.of(broker.host() + ":" + broker.port()),
                        user.username(),
                        user.password(),
                        broker.vhost(),
                        false),
                () -> now);
    }

    private static BatchBuilder letter(String batchId) {
        return batch("users").id(batchId).row("id", 1);
    }

    private static BatchMessage refused(BatchBuilder batch, int millis) {
        return Letters.refused(batch, RefusalCode.MALFORMED, REFUSED.plusMillis(millis), UNTIL);
    }

    private static void put(BatchBuilder... batches) {
        Letters.put(
                broker,
                IntStream.range(0, batches.length)
                        .mapToObj(i -> refused(batches[i], i))
                        .toList());
    }

    /** Those refused first in front. */
    private static List<String> ids() {
        return queue.list(letter -> true, Limits.PAGE).letters().stream()
                .map(DeadLetter::id)
                .toList();
    }

    private static String idOf(String batchId) {
        return queue.list(letter -> batchId.equals(letter.batchId()), Limits.PAGE)
                .letters()
                .getFirst()
                .id();
    }

    /** What is in the queue, and none of it counted as delivered in vain. */
    private static List<String> batches() {
        List<GetResponse> all = broker.drain(Wire.DEAD);
        assertThat(all.stream()
                        .filter(each -> each.getProps().getHeaders().containsKey("x-delivery-count"))
                        .count())
                .as("counted as delivered in vain")
                .isZero();
        return all.stream().map(each -> each.getProps().getMessageId()).toList();
    }

    private static void assertKept(Outcome outcome, Outcome.Why why) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Kept.class, kept -> assertThat(kept.why()).isEqualTo(why));
    }
}
