package io.rowcall.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.rowcall.batch.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/** Publishes batches as a producer should: persistent, mandatory, confirmed. Not for use by several threads. */
public final class Producer implements AutoCloseable {

    private static final long CONFIRM_MILLIS = 30_000;

    private final Connection connection;
    private final Channel channel;
    private final Queue<String> returned = new ConcurrentLinkedQueue<>();

    private Producer(Connection connection) throws IOException {
        this.connection = connection;
        this.channel = connection.createChannel();
        channel.confirmSelect();
        channel.addReturnListener(message -> returned.add(message.getProperties()
                        .getMessageId() + " to " + message.getRoutingKey() + ": " + message.getReplyText()));
    }

    /** Publishes as the administrator. */
    public static Producer of(Broker broker) {
        return of(broker.connect());
    }

    /** Publishes as a user. */
    public static Producer of(Broker broker, Account user) {
        return of(broker.connect(user));
    }

    private static Producer of(Connection connection) {
        try {
            return new Producer(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes the batch and waits for its confirm. */
    public void publish(BatchBuilder batch) {
        publish(batch.message());
    }

    /** Publishes the batches in order and waits for all of their confirms. */
    public void publish(BatchMessage... batches) {
        publish(List.of(batches));
    }

    /**
     * Publishes the batches in order and waits for all of their confirms.
     *
     * @throws IllegalStateException if one was returned, nacked or not confirmed in time
     */
    public void publish(List<BatchMessage> batches) {
        try {
            for (BatchMessage batch : batches) {
                channel.basicPublish(Wire.IMPORTS, batch.target(), true, batch.properties(), batch.body());
            }
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
        } catch (IOException e) {
            throw new IllegalStateException("not confirmed: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not confirmed within " + CONFIRM_MILLIS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (!returned.isEmpty()) {
            throw new IllegalStateException("returned: " + returned);
        }
    }

    boolean open() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        connection.abort();
    }
}
