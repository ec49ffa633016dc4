package io.rowcall.result;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BlockedListener;
import io.rowcall.result.ConfirmChannel.Sending;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpResourceNotAvailableException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;
import org.springframework.stereotype.Component;

/**
 * Publishes with all that it takes to know: mandatory, confirms awaited, returns checked, on a connection that never
 * consumes (a broker under alarm stops reading from those that publish, acks included).
 */
@Component
public class ConfirmedSender {

    private static final Logger log = LoggerFactory.getLogger(ConfirmedSender.class);

    /** A nack that took so long is no full queue's: the node could not reach the queue. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final int ABORT_MILLIS = 1_000;

    private final ConnectionFactory connections;
    private final ResultProperties properties;

    /** As many as there were threads publishing at once. */
    private final Deque<ConfirmChannel> idle = new ConcurrentLinkedDeque<>();

    /** Why the broker does not read from this connection, or null while it does. */
    private volatile @Nullable String blocked;

    private volatile @Nullable Connection connection;
    private volatile long lastConfirm;

    ConfirmedSender(ConnectionFactory connections, ResultProperties properties) {
        ConnectionFactory publishing = connections.getPublisherConnectionFactory();
        this.connections = publishing == null ? connections : publishing;
        this.properties = properties;
        watch();
    }

    /**
     * A broker under a memory or disk alarm stops reading from publishers, and a send would wait for it without an end.
     */
    private void watch() {
        connections.addConnectionListener(created -> {
            blocked = null;
            lastConfirm = System.nanoTime();
            connection = created;
            if (created == null) {
                return;
            }
            created.addBlockedListener(new BlockedListener() {
                @Override
                public void handleBlocked(String reason) {
                    blocked = reason;
                }

                @Override
                public void handleUnblocked() {
                    blocked = null;
                }
            });
        });
    }

    private void refuseWhileBlocked() {
        String reason = blocked;
        if (reason != null) {
            throw new AmqpResourceNotAvailableException(takesNone(reason));
        }
    }

    private static String takesNone(String reason) {
        return "the broker takes no messages for now: " + reason;
    }

    /**
     * Lends a channel to publish over. What was sent meanwhile should have been awaited at the end: a channel of which
     * the broker still owes a word is given up.
     *
     * @throws org.springframework.amqp.AmqpException where there is no connection
     */
    void overOneChannel(Consumer<ConfirmChannel> sends) {
        ConfirmChannel channel = take();
        try {
            sends.accept(channel);
        } finally {
            if (channel.isIdle()) {
                idle.push(channel);
            } else {
                // Its node may be silent, so nobody waits for it.
                Thread.ofPlatform().name("rowcall-give-up").daemon().start(channel::abort);
            }
        }
    }

    private ConfirmChannel take() {
        for (ConfirmChannel channel = idle.poll(); channel != null; channel = idle.poll()) {
            if (channel.isIdle()) {
                return channel;
            }
        }
        com.rabbitmq.client.Connection socket = connections.createConnection().getDelegate();
        if (socket == null) {
            throw new AmqpResourceNotAvailableException("the connection was closed while it was made");
        }
        // The broker would not read that a channel is asked for either.
        refuseWhileBlocked();
        try {
            return new ConfirmChannel(socket);
        } catch (IOException | RuntimeException e) {
            throw RabbitExceptionTranslator.convertRabbitAccessException(e);
        }
    }

    /**
     * Sends without waiting.
     *
     * @throws org.springframework.amqp.AmqpException where there is no connection
     */
    Sending send(
            ConfirmChannel over, String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {
        refuseWhileBlocked();
        try {
            return over.send(exchange, routingKey, properties, body);
        } catch (IOException | RuntimeException e) {
            throw RabbitExceptionTranslator.convertRabbitAccessException(e);
        }
    }

    /** When whatever is sent now has to be confirmed, by {@link System#nanoTime}. */
    long deadline() {
        return System.nanoTime() + properties.confirmTimeout().toNanos();
    }

    /**
     * Waits until the broker has spoken of it and of all others on its channel, or until the deadline.
     *
     * @return null where the message is safely in a queue, else what became of it; a time-out leaves that unknown
     */
    @Nullable
    String problemWith(Sending sending, long deadline) {
        try {
            sending.await(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the worker was told to stop before the broker confirmed it";
        }
        if (!sending.isSettled()) {
            giveUpIfSilent(deadline);
            String reason = blocked;
            return reason != null
                    ? takesNone(reason)
                    : "the broker did not confirm it within %d s"
                            .formatted(properties.confirmTimeout().toSeconds());
        }
        String unroutable = sending.unroutable();
        if (unroutable != null) {
            return "no queue takes messages of %s; bind one".formatted(unroutable);
        }
        String refusal = sending.refusal();
        if (refusal != null) {
            giveUpIfSilent(deadline);
            return "the broker did not take it (%s)".formatted(refusal);
        }
        lastConfirm = System.nanoTime();
        return null;
    }

    /**
     * A node of a cluster that is cut off from the others goes on to take messages and confirms none of them. So a
     * connection over which nothing was confirmed since is given up; the next one goes to another node.
     */
    private void giveUpIfSilent(long deadline) {
        long timeout = properties.confirmTimeout().toNanos();
        long sent = deadline - timeout;
        long waited = System.nanoTime() - sent;
        Connection silent = connection;
        if (silent == null || blocked != null || lastConfirm - sent > 0 || waited < Math.min(LATE.toNanos(), timeout)) {
            return;
        }
        connection = null;
        com.rabbitmq.client.Connection socket = silent.getDelegate();
        if (socket != null) {
            log.warn("No result was confirmed for {} s; going on over another connection", waited / 1_000_000_000);
            // It may be stuck, so nobody waits for it.
            Thread.ofPlatform().name("rowcall-give-up").daemon().start(() -> socket.abort(ABORT_MILLIS));
        }
    }

    /**
     * Sends a message and waits.
     *
     * @return null where the message is safely in a queue, else what became of it
     * @throws org.springframework.amqp.AmqpException where there is no connection
     */
    public @Nullable String sendAndWait(
            String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {
        AtomicReference<@Nullable String> problem = new AtomicReference<>();
        overOneChannel(
                channel -> problem.set(problemWith(send(channel, exchange, routingKey, properties, body), deadline())));
        return problem.get();
    }
}
