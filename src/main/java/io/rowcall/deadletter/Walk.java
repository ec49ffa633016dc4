package io.rowcall.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.rowcall.batch.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the dead letters. Each letter is held until the pass is over, so that none comes twice; then all that
 * were not taken out are given back before the channel is closed: a nack doesn't count as a failed delivery, a channel
 * that closes over unsettled ones does.
 *
 * <p>The broker puts what is given back behind what was given back before, in no order of its own, and how many letters
 * it says are ready lags behind. Neither is relied on here.
 */
final class Walk {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final Channel channel;
    private final List<Long> held = new ArrayList<>();
    private long bytesLeft;
    private int lookedAt;
    private boolean exhausted;

    private Walk(Channel channel, long bytes) {
        this.channel = channel;
        this.bytesLeft = bytes;
    }

    static Walk start(Channel channel, Limits limits) {
        return new Walk(channel, limits.bytes());
    }

    /** The next letter, or null at the end or at a limit. Asks for them one by one: only one is in memory. */
    @Nullable
    GetResponse next() throws IOException {
        if (exhausted || lookedAt == Limits.MOST_LOOKED_AT || bytesLeft <= 0) {
            return null;
        }
        GetResponse next = onChannel(() -> channel.basicGet(Wire.DEAD, false));
        if (next == null) {
            exhausted = true;
            return null;
        }
        lookedAt++;
        held.add(next.getEnvelope().getDeliveryTag());
        bytesLeft -= next.getBody().length;
        return next;
    }

    /** Takes the letter that came last out of the queue, once. */
    void takeOutLast() throws IOException {
        long last = held.removeLast();
        onChannel(() -> {
            channel.basicAck(last, false);
            return true;
        });
    }

    int lookedAt() {
        return lookedAt;
    }

    /** Whether there was no further letter that nobody else held. */
    boolean isComplete() {
        return exhausted;
    }

    /** How many letters there are, looked at or not; those that others hold are not counted. */
    int waiting() throws IOException {
        return exhausted ? lookedAt : lookedAt + Math.toIntExact(onChannel(() -> channel.messageCount(Wire.DEAD)));
    }

    /**
     * Gives back what is held and ends the pass.
     *
     * @throws IOException where the broker may not have heard what was taken out
     */
    void end() throws IOException {
        onChannel(() -> {
            if (!held.isEmpty()) {
                // One command for all. Beyond 32 under way the broker keeps further ones back, forgets them when the
                // channel closes, and counts their letters as failed deliveries.
                channel.basicNack(held.getLast(), true, true);
            }
            return awaitGivenBack();
        });
        try {
            channel.close();
        } catch (TimeoutException | ShutdownSignalException e) {
            throw new IOException(e);
        }
    }

    /**
     * Waits until the queue shows what was given back, since a channel that closes earlier has been seen to overtake it
     * on a busy machine. Others may take letters meanwhile, so not for long.
     *
     * @return whether it was seen
     */
    private boolean awaitGivenBack() throws IOException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (channel.messageCount(Wire.DEAD) < held.size()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }

    private interface Call<T extends @Nullable Object> {
        T run() throws IOException;
    }

    private static <T extends @Nullable Object> T onChannel(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (ShutdownSignalException e) {
            throw new IOException(e);
        }
    }
}
