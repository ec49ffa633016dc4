package io.rowcall.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.rowcall.batch.Status;
import io.rowcall.batch.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Collects what workers answer, from the queue {@code rowcall.results}. It subscribes at the first question and again
 * whenever its link was lost, so it may be made before the queue is; nothing is lost meanwhile.
 *
 * <p>Every question first checks what holds for all results; see {@link ResultLog}.
 */
public final class Results implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Supplier<Connection> connect;
    private final ResultLog log = new ResultLog();
    private @Nullable Channel channel;
    private Duration patience = PATIENCE;

    private Results(Supplier<Connection> connect) {
        this.connect = connect;
    }

    /** Subscribes as the administrator. */
    public static Results of(Broker broker) {
        return new Results(broker::connect);
    }

    /** Subscribes as a user. */
    public static Results of(Broker broker, Account user) {
        return new Results(() -> broker.connect(user));
    }

    /** How long to wait for what is awaited; 60 s unless told otherwise. */
    public Results within(Duration duration) {
        patience = duration;
        return this;
    }

    /** Is told of every result, once, when its last page has come, by the thread that receives. */
    public Results onResult(Consumer<Result> listener) {
        log.onResult(listener);
        return this;
    }

    /** Subscribes where it isn't yet or no longer, and asks nothing. */
    public void look() {
        subscribe();
    }

    /** What was wrong with single messages so far, such as a repeat with other bytes; each in a sentence. */
    public List<String> faults() {
        return log.faults();
    }

    /** Waits for the result of the batch, whatever it is. */
    public Result await(BatchMessage batch) {
        return await(batch.id());
    }

    /** Waits for the result of the batch, whatever it is. */
    public Result await(String batchId) {
        awaitTrue("the result of batch " + batchId, () -> !log.results(batchId).isEmpty());
        return log.results(batchId).getFirst();
    }

    /** Waits until the batch is refused; it may have another result beside that. */
    public Result awaitRefusal(String batchId) {
        Supplier<Optional<Result>> refusal = () -> log.results(batchId).stream()
                .filter(result -> result.status() == Status.REFUSED)
                .findFirst();
        awaitTrue("the refusal of batch " + batchId, () -> refusal.get().isPresent());
        return refusal.get().orElseThrow();
    }

    /** Waits for a result. */
    public Result await(String what, Predicate<Result> wanted) {
        awaitTrue("the " + what, () -> log.results().stream().anyMatch(wanted));
        return log.results().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits until there are so many different results. */
    public List<Result> awaitAll(int count) {
        awaitTrue(count + " results", () -> log.results().size() >= count);
        return log.results();
    }

    /** Waits until all pages of the batch's result came so many times. */
    public void awaitCopies(String batchId, int copies) {
        awaitTrue(copies + " copies of the result of batch " + batchId, () -> log.copies(batchId) >= copies);
    }

    /** The result of the batch, if it has come by now. */
    public Optional<Result> find(String batchId) {
        subscribe();
        log.check();
        return log.results(batchId).stream().findFirst();
    }

    /** How often all pages of the batch's results came so far. */
    public int copies(String batchId) {
        return log.copies(batchId);
    }

    /** How many messages came so far, each page and each repeat counted. */
    public int messages() {
        return log.messages();
    }

    /** The complete results so far, in the order in which they came to be. */
    public List<Result> soFar() {
        return log.results();
    }

    /** Waits for so many messages, each page and each repeat counted, and sees that no further one comes for a while. */
    public void awaitJust(int messages, Duration quiet) {
        awaitTrue(messages + " messages", () -> log.messages() >= messages);
        Awaitility.await()
                .pollInterval(POLL)
                .during(quiet)
                .atMost(quiet.plusSeconds(10))
                .until(() -> {
                    subscribe();
                    log.check();
                    if (log.messages() > messages) {
                        throw new AssertionError("expected just " + messages + " messages. " + describe());
                    }
                    return true;
                });
    }

    @Override
    public void close() {
        Channel open = channel;
        if (open != null) {
            open.getConnection().abort();
        }
    }

    private void awaitTrue(String what, Supplier<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollInterval(POLL)
                    .pollDelay(Duration.ZERO)
                    .atMost(patience)
                    .until(() -> {
                        subscribe();
                        log.check();
                        return condition.get();
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + " did not come within " + patience + ". " + describe(), e);
        }
    }

    private String describe() {
        return "Results so far:\n"
                + log.results().stream().map(Result::toString).collect(Collectors.joining("\n"))
                + "\n" + log.messages() + " messages in all. Last log:\n" + RecentLog.tail();
    }

    private void subscribe() {
        if (channel != null && channel.isOpen()) {
            return;
        }
        close();
        channel = null;
        Connection connection = null;
        try {
            connection = connect.get();
            Channel fresh = connection.createChannel();
            fresh.basicQos(100);
            fresh.basicConsume(Wire.RESULTS, false, new DefaultConsumer(fresh) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                        throws IOException {
                    log.add(envelope.getRoutingKey(), properties, body);
                    if (fresh.isOpen()) {
                        fresh.basicAck(envelope.getDeliveryTag(), false);
                    }
                }
            });
            channel = fresh;
        } catch (IOException | RuntimeException e) {
            // The queue or the broker is not there yet; the next look tries again, over a connection of its own.
            if (connection != null) {
                connection.abort();
            }
            RecentLog.add("no subscription to results: " + e);
        }
    }
}
