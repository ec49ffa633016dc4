package io.rowcall.testing;

import io.rowcall.publish.BatchPublisher;
import io.rowcall.publish.BrokerSettings;
import io.rowcall.publish.OutgoingBatch;
import io.rowcall.publish.PublishOutcome;
import io.rowcall.publish.PublishSettings;
import io.rowcall.publish.rows.BodyFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.springframework.util.unit.DataSize;

/**
 * Numbered batches for one target, one after the other without an end, by way of the real publisher. Their rows are
 * numbered too, so that the table tells which batches are in it.
 */
public final class Load implements AutoCloseable {

    public static final int ROWS = 5;

    private static final int PAUSE_MILLIS = 20;

    /** Rows of different loads into one table are different. */
    private static final AtomicInteger NEXT_ROW = new AtomicInteger();

    private final String target;
    private final String name = Names.unique("load");
    private final BatchPublisher publisher;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("load").daemon().factory());
    private final List<String> ids = new ArrayList<>();
    private final List<PublishOutcome> outcomes = new ArrayList<>();
    private final List<CompletableFuture<PublishOutcome>> underway = new ArrayList<>();
    private long lastConfirm = System.nanoTime();
    private long longestGap;

    private Load(String target, BatchPublisher publisher) {
        this.target = target;
        this.publisher = publisher;
        clock.scheduleWithFixedDelay(this::publish, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts to publish.
     *
     * @param confirmTimeout after which a batch is published again
     */
    public static Load start(Broker broker, String target, Duration confirmTimeout) {
        BrokerSettings settings = new BrokerSettings(
                broker.server().addresses(), broker.username(), broker.password(), broker.vhost(), false);
        return new Load(
                target,
                BatchPublisher.connect(
                        settings,
                        new PublishSettings(confirmTimeout, Duration.ofMinutes(3), 256, DataSize.ofMegabytes(64))));
    }

    private void publish() {
        String id;
        synchronized (this) {
            id = name + "-" + ids.size();
            ids.add(id);
        }
        int first = NEXT_ROW.getAndAdd(ROWS);
        String body = IntStream.range(first, first + ROWS)
                .mapToObj(row -> "{\"id\":" + row + ",\"name\":\"" + name + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        CompletableFuture<PublishOutcome> outcome =
                publisher.publish(OutgoingBatch.of(target, id, BodyFormat.JSON, body.getBytes(StandardCharsets.UTF_8)));
        synchronized (this) {
            underway.add(outcome.whenComplete((done, never) -> landed(done)));
        }
    }

    private synchronized void landed(PublishOutcome outcome) {
        outcomes.add(outcome);
        if (outcome instanceof PublishOutcome.Confirmed) {
            long now = System.nanoTime();
            longestGap = Math.max(longestGap, now - lastConfirm);
            lastConfirm = now;
        }
    }

    /** Waits until further batches have been confirmed. */
    public void awaitConfirmed(int more) {
        int goal = confirmed() + more;
        Awaitility.await(more + " further batches are confirmed")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> confirmed() >= goal);
    }

    /** How many were confirmed so far. */
    public synchronized int confirmed() {
        return (int) outcomes.stream()
                .filter(PublishOutcome.Confirmed.class::isInstance)
                .count();
    }

    /** Publishes no further batch and waits for the outcomes of all. */
    public Load finish() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(3, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the last batch of " + name + " finds no room in the window");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        underway.forEach(CompletableFuture::join);
        return this;
    }

    /** The ids of all batches. */
    public synchronized List<String> ids() {
        return List.copyOf(ids);
    }

    /** What became of all batches, in no order. */
    public synchronized List<PublishOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** The longest time without a confirm. */
    public synchronized Duration longestGap() {
        return Duration.ofNanos(longestGap);
    }

    /** A condition that the rows of this load and no others meet. */
    public String rowsOfIt() {
        return "name = '" + name + "'";
    }

    @Override
    public void close() {
        clock.shutdownNow();
        Thread closing = Thread.ofPlatform().daemon().start(publisher::close);
        closing.interrupt();
    }
}
