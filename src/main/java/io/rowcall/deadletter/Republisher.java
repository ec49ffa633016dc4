package io.rowcall.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.rowcall.batch.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes batches again with just the properties given, one after the other: mandatory, each confirm awaited and the
 * return looked for. Over a connection that never consumes, since a broker short of memory or disk stops reading from
 * those that publish.
 */
final class Republisher implements AutoCloseable {

    /** How publishing one batch ended. */
    sealed interface Sent {
        /** Safe in a queue. */
        record Confirmed() implements Sent {}

        /** There is no queue for it. */
        record Returned() implements Sent {}

        /** Nobody knows. */
        record Unknown(String why) implements Sent {}
    }

    private final Channel channel;
    private final Duration patience;
    private volatile CompletableFuture<Boolean> confirm = new CompletableFuture<>();
    private volatile boolean returned;
    private @Nullable String over;

    private Republisher(Channel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
    }

    static Republisher over(Channel channel, Duration patience) throws IOException {
        Republisher republisher = new Republisher(channel, patience);
        channel.addReturnListener(message -> republisher.returned = true);
        channel.addConfirmListener(
                (tag, multiple) -> republisher.confirm.complete(true),
                (tag, multiple) -> republisher.confirm.complete(false));
        channel.addShutdownListener(signal -> republisher.confirm.completeExceptionally(signal));
        channel.confirmSelect();
        return republisher;
    }

    /** Blocks for the confirm. After a doubt nothing more is published: late confirms would be taken for others'. */
    Sent publish(String target, BasicProperties properties, byte[] body) {
        if (over != null) {
            return new Sent.Unknown(over);
        }
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        returned = false;
        confirm = own;
        Thread.ofPlatform().daemon().name("rowcall-dead-publish").start(() -> send(target, properties, body, own));
        try {
            if (!own.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Sent.Unknown("the broker refused it (nack): the target's queue is full or short of members");
            }
            return returned ? new Sent.Returned() : new Sent.Confirmed();
        } catch (ExecutionException e) {
            return giveUp(Objection.toPublishing(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            return giveUp("the broker did not confirm it within %d s".formatted(patience.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp("the thread was interrupted before the broker confirmed it");
        }
    }

    /** On a thread of its own: a broker that reads no more would let the write wait without an end. */
    private void send(String target, BasicProperties properties, byte[] body, CompletableFuture<Boolean> own) {
        try {
            channel.basicPublish(Wire.IMPORTS, target, true, properties, body);
        } catch (IOException | ShutdownSignalException e) {
            own.completeExceptionally(e);
        }
    }

    private Sent giveUp(String why) {
        over = why;
        return new Sent.Unknown(why);
    }

    @Override
    public void close() {
        if (over == null) {
            try {
                channel.close();
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                over = String.valueOf(e.getMessage());
            }
        }
        if (over != null) {
            // Whatever is stuck in its socket would be in the way of the next one.
            Thread.ofPlatform().daemon().start(() -> channel.getConnection().abort());
        }
    }
}
