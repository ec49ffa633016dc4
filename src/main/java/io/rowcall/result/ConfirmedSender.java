package io.rowcall.result;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BlockedListener;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpResourceNotAvailableException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
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

    private final RabbitTemplate template;
    private final ResultProperties properties;

    /** Why the broker does not read from this connection, or null while it does. */
    private volatile @Nullable String blocked;

    private volatile @Nullable Connection connection;
    private volatile long lastConfirm;

    ConfirmedSender(ConnectionFactory connections, ResultProperties properties) {
        this.template = new RabbitTemplate(connections);
        this.properties = properties;
        template.setUsePublisherConnection(true);
        template.setMandatory(true);
        template.setMessagePropertiesConverter(new Converter());
        watch(connections);
    }

    /**
     * A broker under a memory or disk alarm stops reading from publishers, and a send would wait for it without an end.
     */
    private void watch(ConnectionFactory connections) {
        ConnectionFactory publishing = connections.getPublisherConnectionFactory();
        (publishing == null ? connections : publishing).addConnectionListener(created -> {
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
            throw new AmqpResourceNotAvailableException("the broker takes no messages for now: " + reason);
        }
    }

    /** Sends without waiting; throws an AmqpException where there is no connection. */
    CorrelationData send(String exchange, String routingKey, Message message) {
        refuseWhileBlocked();
        CorrelationData correlation = new CorrelationData(UUID.randomUUID().toString());
        template.send(exchange, routingKey, message, correlation);
        return correlation;
    }

    /**
     * Has all that is sent meanwhile by this thread go over one channel. Else each send takes another one as long as
     * those before are unconfirmed (Spring AMQP puts a channel back only then), up to more than the broker allows.
     *
     * @throws AmqpException where there is no connection
     */
    void overOneChannel(Runnable sends) {
        template.invoke(channel -> {
            sends.run();
            return null;
        });
    }

    /** When whatever is sent now has to be confirmed, by {@link System#nanoTime}. */
    long deadline() {
        return System.nanoTime() + properties.confirmTimeout().toNanos();
    }

    /**
     * Waits until the broker has spoken, or until the deadline.
     *
     * @return null where the message is safely in a queue, else what became of it; a time-out leaves that unknown
     */
    @Nullable
    String problemWith(CorrelationData correlation, long deadline) {
        try {
            CorrelationData.Confirm confirm =
                    correlation.getFuture().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (confirm.ack()) {
                lastConfirm = System.nanoTime();
            } else {
                giveUpIfSilent(deadline);
            }
            ReturnedMessage returned = correlation.getReturned();
            if (returned != null) {
                return "no queue takes messages of exchange %s with routing key %s; bind one"
                        .formatted(returned.getExchange(), returned.getRoutingKey());
            }
            return confirm.ack() ? null : "the broker did not take it (%s)".formatted(confirm.reason());
        } catch (TimeoutException e) {
            giveUpIfSilent(deadline);
            return "the broker did not confirm it within %d s"
                    .formatted(properties.confirmTimeout().toSeconds());
        } catch (ExecutionException e) {
            return "its confirm failed (%s)".formatted(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the worker was told to stop before the broker confirmed it";
        }
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
     * Sends a message with just these properties and waits.
     *
     * @return null where the message is safely in a queue, else what became of it
     */
    public @Nullable String sendAndWait(
            String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {
        return problemWith(send(exchange, routingKey, new Message(body, new Verbatim(properties))), deadline());
    }

    /** Properties as they are on the wire; Spring's own know no absent content type or priority. */
    private static final class Verbatim extends MessageProperties {
        private final transient AMQP.BasicProperties given;

        Verbatim(AMQP.BasicProperties given) {
            this.given = given;
            if (given.getHeaders() != null) {
                getHeaders().putAll(given.getHeaders());
            }
        }
    }

    private static final class Converter extends DefaultMessagePropertiesConverter {
        @Override
        public AMQP.BasicProperties fromMessageProperties(MessageProperties source, String charset) {
            AMQP.BasicProperties converted = super.fromMessageProperties(source, charset);
            // Headers too: Spring finds a returned message by one that it adds.
            return source instanceof Verbatim verbatim
                    ? verbatim.given.builder().headers(converted.getHeaders()).build()
                    : converted;
        }
    }
}
