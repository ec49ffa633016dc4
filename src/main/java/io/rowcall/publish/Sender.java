package io.rowcall.publish;

import com.rabbitmq.client.BlockedListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The one thread that writes to the broker, over one channel as long as that lives. So a stuck socket stops neither the
 * callers nor the deadlines, and however many threads publish, one channel and one connection serve them. While there
 * is no connection, batches wait here and spend no tries.
 *
 * <p>A node of a cluster that is cut off from the others goes on to take connections and messages, and confirms none of
 * them. So a connection over which nothing is confirmed is given up, and the next one goes to another node.
 */
final class Sender implements ConnectionListener, BlockedListener {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    /** A nack that took so long is no full queue's: the node could not reach the queue. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final int ABORT_MILLIS = 1_000;

    private final RabbitTemplate template;
    private final BlockingDeque<Flight> waiting = new LinkedBlockingDeque<>();
    private final Thread thread;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable Connection connection;
    private volatile boolean blocked;
    private volatile long lastConfirm;

    Sender(RabbitTemplate template) {
        this.template = template;
        this.thread = Thread.ofPlatform().name("rowcall-publish-send").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(Flight flight) {
        waiting.addLast(flight);
    }

    /** What keeps everything from being sent at the moment, if anything: no connection, or a broker that is full. */
    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The broker has confirmed a batch. */
    void confirmed() {
        lastConfirm = System.nanoTime();
    }

    /**
     * A try was in vain. Where nothing was confirmed since it was sent, its connection is not used again.
     *
     * @param sent when, by {@link System#nanoTime}
     */
    void unconfirmed(long sent, Duration confirmTimeout) {
        Connection silent = connection;
        long waited = System.nanoTime() - sent;
        if (silent == null
                || blocked
                || lastConfirm - sent > 0
                || waited < Math.min(LATE.toNanos(), confirmTimeout.toNanos())) {
            return;
        }
        connection = null;
        com.rabbitmq.client.Connection socket = silent.getDelegate();
        if (socket != null) {
            log.warn("Nothing was confirmed for {} s; going on over another connection", waited / 1_000_000_000);
            // It may be stuck, so nobody waits for it.
            Thread.ofPlatform().name("rowcall-publish-give-up").daemon().start(() -> socket.abort(ABORT_MILLIS));
        }
    }

    @Override
    public void onCreate(@Nullable Connection created) {
        blocked = false;
        lastConfirm = System.nanoTime();
        connection = created;
        if (created != null) {
            created.addBlockedListener(this);
        }
    }

    /** A broker short of memory or disk says so and reads no more (RabbitMQ docs, "Blocked Connections"). */
    @Override
    public void handleBlocked(String reason) {
        blocked = true;
        trouble = Trouble.passing("RabbitMQ takes no messages at the moment: " + reason);
    }

    @Override
    public void handleUnblocked() {
        blocked = false;
        trouble = null;
    }

    /** Stops the thread; what still waits is not sent. */
    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            BackOffExecution pauses = Flight.pauses().start();
            while (true) {
                waiting.putFirst(waiting.take()); // no channel is opened before there is something to send
                try {
                    template.invoke(this::sendAll);
                    pauses = Flight.pauses().start();
                } catch (RuntimeException e) {
                    trouble = Trouble.sending(e);
                }
                Thread.sleep(pauses.nextBackOff());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends until the channel breaks. What the channel took is answered by its confirm, or by its loss. */
    private boolean sendAll(RabbitOperations channel) {
        trouble = null;
        try {
            while (true) {
                Flight next = waiting.take();
                try {
                    next.sendOver(channel);
                } catch (RuntimeException e) {
                    log.debug("The channel broke", e);
                    waiting.addLast(next); // not first: should the message itself be the trouble, others get by
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
