package io.rowcall.publish;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Publishes batches and tells, for each, whether the broker has it for good.
 *
 * <p>Persistent, mandatory and with publisher confirms; a confirm counts only if the message wasn't returned. After a
 * nack, a missing confirm or a lost connection the batch is published again under the same id, which the worker applies
 * once. Nothing is promised about the order of batches.
 *
 * <pre>{@code
 * try (BatchPublisher publisher = BatchPublisher.connect(BrokerSettings.of(URI.create("amqp://user:password@host")))) {
 *     publisher.publish(OutgoingBatch.of("users", id, BodyFormat.JSON, body)).join();
 * }
 * }</pre>
 *
 * One publisher serves any number of threads over one connection of its own, so that a broker that holds up publishers
 * doesn't hold up consumers of the same process.
 */
public final class BatchPublisher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BatchPublisher.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final CachingConnectionFactory connections;
    private final PublishSettings settings;
    private final Window window;
    private final Sender sender;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Flight, CompletableFuture<PublishOutcome>> flights = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * A publisher over these connections, which belong to it from then on: it sets them to correlated confirms and
     * returns, and destroys them when it is closed. Connects when the first batch is published.
     */
    public BatchPublisher(CachingConnectionFactory connections, PublishSettings settings) {
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        RabbitTemplate template = new RabbitTemplate(connections);
        template.setMandatory(true);
        this.connections = connections;
        this.settings = settings;
        this.window = new Window(
                settings.windowBatches(), Math.toIntExact(settings.windowBytes().toBytes()));
        this.sender = new Sender(template);
        connections.addConnectionListener(sender);
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("rowcall-publish-time").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        sender.start();
    }

    /** A publisher with {@link PublishSettings#defaults()}. */
    public static BatchPublisher connect(BrokerSettings broker) {
        return connect(broker, PublishSettings.defaults());
    }

    /** A publisher outside Spring. */
    public static BatchPublisher connect(BrokerSettings broker, PublishSettings settings) {
        return new BatchPublisher(broker.connections("rowcall-publish"), settings);
    }

    /**
     * Connects now instead of with the first batch, so that a wrong address or login shows at once. Blocks for at most
     * the connection timeout.
     *
     * @throws BrokerUnavailableException saying in words what to check
     */
    public void connectNow() {
        try {
            connections.createConnection();
        } catch (RuntimeException e) {
            throw BrokerUnavailableException.connecting(e);
        }
    }

    /**
     * Publishes a batch. Blocks while the window of unconfirmed batches is full, and for nothing else.
     *
     * @return completed once the outcome is known, at the latest after {@link PublishSettings#deadline()}, and never
     *     exceptionally; cancelling it doesn't call the batch back. Where the calling thread is interrupted while it
     *     waits for room, the batch is not published, the outcome says so, and the thread stays interrupted
     * @throws IllegalStateException if this publisher is closed
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the last stage only tidies up
    public CompletableFuture<PublishOutcome> publish(OutgoingBatch batch) {
        if (closed) {
            throw new IllegalStateException("this publisher is closed");
        }
        int bytes = batch.body().length;
        if (bytes > OutgoingBatch.MAX_BODY_BYTES) {
            return notPublished(
                    batch,
                    "its body has %,d bytes; RabbitMQ takes %,d: send fewer rows in a batch, or compress it"
                            .formatted(bytes, OutgoingBatch.MAX_BODY_BYTES));
        }
        try {
            window.enter(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return notPublished(batch, "the thread was interrupted while it waited for room in the window");
        }
        Flight flight = new Flight(batch, settings.confirmTimeout(), sender, timer);
        CompletableFuture<PublishOutcome> outcome = flight.landed()
                .thenApply(landed -> {
                    window.leave(bytes);
                    return landed;
                })
                // On a thread of its own: what hangs on the outcome may publish in its turn, and block.
                .thenApplyAsync(landed -> landed);
        flights.put(flight, outcome);
        outcome.whenComplete((landed, cancelled) -> flights.remove(flight));
        if (closed) {
            flight.fail("the publisher was closed before it was published");
        } else {
            flight.start(settings.deadline());
        }
        return outcome;
    }

    /**
     * Takes no more batches, waits for the outcome of those on their way (at most {@link PublishSettings#deadline()}) and
     * disconnects. If the thread is interrupted meanwhile, what is left fails at once, and the thread stays interrupted.
     */
    @Override
    public void close() {
        closed = true;
        try {
            CompletableFuture.allOf(flights.values().toArray(CompletableFuture[]::new))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            log.debug("A caller has cancelled its future", e);
        }
        flights.keySet().forEach(flight -> flight.fail("the publisher was closed before the confirm"));
        sender.stop();
        timer.shutdownNow();
        disconnect();
    }

    /** Closing waits for a socket that may be stuck, so it doesn't happen on the caller's thread. */
    private void disconnect() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        Thread.ofPlatform().name("rowcall-publish-close").daemon().start(() -> {
            connections.destroy();
            gone.complete(null);
        });
        try {
            gone.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn(
                    "The connection to RabbitMQ didn't close within {} s; it is left to end by itself",
                    GRACE.toSeconds());
        }
    }

    private static CompletableFuture<PublishOutcome> notPublished(OutgoingBatch batch, String why) {
        return CompletableFuture.completedFuture(
                new PublishOutcome.Failed(batch.key(), "target " + batch.key().target() + ": not published: " + why));
    }
}
