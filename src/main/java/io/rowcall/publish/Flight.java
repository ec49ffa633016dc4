package io.rowcall.publish;

import io.rowcall.batch.ImportPart;
import io.rowcall.batch.Wire;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.CorrelationData.Confirm;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * One batch on its way to the broker, over as many tries as it takes. There are three outcomes:
 *
 * <ul>
 *   <li>a positive confirm of any try, and the message wasn't returned: Confirmed;
 *   <li>a positive confirm, and it was returned: Returned, because a try again would be, too;
 *   <li>the deadline, or trouble that lasts: Failed, with the trouble last met.
 * </ul>
 *
 * Nack, confirm timeout and a lost channel or connection lead to the next try, after a pause that doubles.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whatever goes wrong in a callback, the deadline ends the flight
final class Flight {

    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final double GROWTH = 2;

    private final OutgoingBatch batch;
    private final Duration confirmTimeout;
    private final Sender sender;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<PublishOutcome> landed = new CompletableFuture<>();
    private final BackOffExecution pauses = pauses().start();
    private int tries;
    private int failedTries;
    private Trouble trouble = Trouble.passing("it waited for its turn");

    Flight(OutgoingBatch batch, Duration confirmTimeout, Sender sender, ScheduledExecutorService timer) {
        this.batch = batch;
        this.confirmTimeout = confirmTimeout;
        this.sender = sender;
        this.timer = timer;
    }

    static ExponentialBackOff pauses() {
        ExponentialBackOff pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, GROWTH);
        pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
        pauses.setJitter(FIRST_PAUSE_MILLIS / 4);
        return pauses;
    }

    /** Completed once, on one of the publisher's own threads: what depends on it must not block. */
    CompletableFuture<PublishOutcome> landed() {
        return landed;
    }

    int bytes() {
        return batch.body().length;
    }

    void start(Duration deadline) {
        Future<?> end = timer.schedule(() -> expire(deadline), deadline.toMillis(), TimeUnit.MILLISECONDS);
        landed.whenComplete((outcome, never) -> end.cancel(false));
        sender.add(this);
    }

    /**
     * Publishes once, on the sender's thread.
     *
     * @throws RuntimeException where the channel can't be used; the try doesn't count then
     */
    void sendOver(RabbitOperations channel) {
        if (landed.isDone()) {
            return;
        }
        CorrelationData correlation = new CorrelationData();
        channel.send(Wire.IMPORTS, batch.key().target(), message(), correlation);
        int number = nextTry();
        long sent = System.nanoTime();
        Future<?> late = timer.schedule(
                () -> again(number, sent, Trouble.passing("no confirm within " + inWords(confirmTimeout))),
                confirmTimeout.toMillis(),
                TimeUnit.MILLISECONDS);
        correlation.getFuture().thenAccept(confirm -> {
            late.cancel(false);
            answered(number, sent, confirm, correlation.getReturned() != null);
        });
    }

    /** Ends this flight for want of time. */
    void expire(Duration after) {
        Trouble last = sender.trouble().orElseGet(this::lastTrouble);
        fail("target %s: not confirmed within %s: %s".formatted(batch.key().target(), inWords(after), last.message()));
    }

    void fail(String message) {
        landed.complete(new PublishOutcome.Failed(batch.key(), message));
    }

    private void answered(int number, long sent, Confirm confirm, boolean returned) {
        if (!confirm.ack()) {
            again(number, sent, Trouble.nacked(confirm.reason()));
            return;
        }
        sender.confirmed();
        if (returned) {
            landed.complete(new PublishOutcome.Returned(
                    batch.key(),
                    "no queue takes batches for target '"
                            + batch.key().target()
                            + "'; check its name, and that a worker with this target has been started once"));
        } else {
            landed.complete(new PublishOutcome.Confirmed(batch.key(), number));
        }
    }

    /** Goes for the next try, unless this one's failure has been dealt with: a nack may follow a timeout. */
    private void again(int number, long sent, Trouble met) {
        sender.unconfirmed(sent, confirmTimeout);
        synchronized (this) {
            if (landed.isDone() || number <= failedTries) {
                return;
            }
            failedTries = number;
            trouble = met;
        }
        if (met.lasting()) {
            fail("target " + batch.key().target() + ": " + met.message());
        } else {
            timer.schedule(() -> sender.add(this), pauses.nextBackOff(), TimeUnit.MILLISECONDS);
        }
    }

    private static String inWords(Duration time) {
        return time.toMillisPart() == 0 ? "%,d s".formatted(time.toSeconds()) : "%,d ms".formatted(time.toMillis());
    }

    private synchronized int nextTry() {
        return ++tries;
    }

    private synchronized Trouble lastTrouble() {
        return trouble;
    }

    /** Made anew for each try, because Spring AMQP leaves marks of its own in the headers. */
    private Message message() {
        MessageProperties properties = new MessageProperties();
        properties.setMessageId(batch.key().batchId());
        properties.setContentType(batch.format().contentType());
        properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        if (batch.isGzip()) {
            properties.setContentEncoding("gzip");
        }
        if (batch.correlationId() != null) {
            properties.setCorrelationId(batch.correlationId());
        }
        ImportPart part = batch.part();
        if (part != null) {
            properties.setHeader(Wire.HEADER_IMPORT_ID, part.importId());
            if (part.part() != null) {
                properties.setHeader(Wire.HEADER_PART, part.part());
            }
            if (part.parts() != null) {
                properties.setHeader(Wire.HEADER_PARTS, part.parts());
            }
        }
        if (batch.onDuplicate() != null) {
            properties.setHeader(Wire.HEADER_ON_DUPLICATE, batch.onDuplicate().word());
        }
        if (batch.isDryRun()) {
            properties.setHeader(Wire.HEADER_DRY_RUN, true);
        }
        return new Message(batch.body(), properties);
    }
}
