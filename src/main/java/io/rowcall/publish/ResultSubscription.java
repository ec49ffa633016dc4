package io.rowcall.publish;

import io.rowcall.batch.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/**
 * Results as they come, from a queue of its own that starts empty. The queue outlives a lost connection by ten minutes,
 * so that nothing is missed meanwhile; an exclusive one would go with its connection. Closing deletes it.
 *
 * <p>The user needs configure, write and read on {@code ^rowcall\.results\..*$} for the queue, and read on
 * {@code rowcall.results} to bind it.
 */
public final class ResultSubscription implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ResultSubscription.class);

    /** What one message can hold, a page of 1 MiB and some, times this is the most that waits in memory. */
    private static final int PREFETCH = 32;

    private static final Duration OUTLIVES = Duration.ofMinutes(10);
    private static final long RECOVERY_MILLIS = 1_000;

    private final CachingConnectionFactory connections;
    private final RabbitAdmin admin;
    private final DirectMessageListenerContainer container;
    private final String queue;

    private ResultSubscription(CachingConnectionFactory connections, RabbitAdmin admin, String queue) {
        this.connections = connections;
        this.admin = admin;
        this.queue = queue;
        this.container = new DirectMessageListenerContainer(connections);
    }

    /**
     * Subscribes. What is published from here on is kept for {@link #deliverTo}.
     *
     * @param pattern of routing keys, such as {@code users.*}, {@code *.refused} or {@code #}
     * @throws BrokerUnavailableException saying in words what to check, the user's rights included
     */
    public static ResultSubscription open(BrokerSettings broker, String pattern) {
        CachingConnectionFactory connections = broker.connections("rowcall-results");
        try {
            RabbitAdmin admin = new RabbitAdmin(connections);
            Queue queue = QueueBuilder.durable(Wire.RESULTS + "." + UUID.randomUUID())
                    .expires(Math.toIntExact(OUTLIVES.toMillis()))
                    .build();
            admin.declareQueue(queue);
            admin.declareBinding(
                    new Binding(queue.getName(), Binding.DestinationType.QUEUE, Wire.RESULTS, pattern, null));
            return new ResultSubscription(connections, admin, queue.getName());
        } catch (RuntimeException e) {
            connections.destroy();
            throw new BrokerUnavailableException(Trouble.subscribing(e).message(), e);
        }
    }

    /**
     * Starts to hand out results, in the order in which they came; one may come more than once.
     *
     * @param consumer called by one thread at a time; what it throws is logged, and the result is gone
     */
    public void deliverTo(Consumer<ReceivedResult> consumer) {
        container.setQueueNames(queue);
        container.setPrefetchCount(PREFETCH);
        container.setMissingQueuesFatal(false);
        container.setDefaultRequeueRejected(false);
        container.setRecoveryInterval(RECOVERY_MILLIS);
        container.setMessageListener(message -> consumer.accept(received(message)));
        container.afterPropertiesSet();
        container.start();
    }

    private static ReceivedResult received(Message message) {
        return new ReceivedResult(
                String.valueOf(message.getMessageProperties().getMessageId()),
                String.valueOf(message.getMessageProperties().getReceivedRoutingKey()),
                new String(message.getBody(), StandardCharsets.UTF_8));
    }

    /** The queue's name. */
    String queue() {
        return queue;
    }

    @Override
    public void close() {
        container.stop();
        try {
            admin.deleteQueue(queue);
        } catch (AmqpException e) {
            log.debug("Queue {} is left to expire", queue, e);
        }
        connections.destroy();
    }
}
