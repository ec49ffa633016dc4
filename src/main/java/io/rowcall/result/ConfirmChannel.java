package io.rowcall.result;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import io.rowcall.batch.OneLine;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A channel in confirm mode, for one publishing thread at a time. It keeps what was sent until the broker has spoken of it
 * (RabbitMQ, "Publisher Confirms": one word may be about all messages up to a number). Made by hand, since a template
 * that is called for each message costs more than the message where results are small and many.
 */
final class ConfirmChannel {

    /** A message that was sent, and what the broker has said of it. */
    static final class Sending {

        private final ConfirmChannel over;
        private final String exchange;
        private final String routingKey;
        private final @Nullable String messageId;
        private volatile boolean settled;
        private volatile boolean returned;
        private volatile @Nullable String refusal;

        private Sending(ConfirmChannel over, String exchange, String routingKey, @Nullable String messageId) {
            this.over = over;
            this.exchange = exchange;
            this.routingKey = routingKey;
            this.messageId = messageId;
        }

        /** Waits until the broker has spoken of all that was sent over the same channel, or until the deadline. */
        void await(long deadline) throws InterruptedException {
            over.awaitAll(deadline);
        }

        /** Whether the broker has spoken of it, or never will. */
        boolean isSettled() {
            return settled;
        }

        /** Why the broker did not take it, or null where it did, as far as it has spoken. */
        @Nullable
        String refusal() {
            return refusal;
        }

        /** Where no queue took it: its exchange and routing key, to be shown. A return comes before its confirm. */
        @Nullable
        String unroutable() {
            return returned ? "exchange %s with routing key %s".formatted(exchange, routingKey) : null;
        }

        private boolean is(Return message) {
            return exchange.equals(message.getExchange())
                    && routingKey.equals(message.getRoutingKey())
                    && Objects.equals(messageId, message.getProperties().getMessageId());
        }

        private void settle(@Nullable String why) {
            refusal = why;
            settled = true;
        }
    }

    private final Channel channel;

    /** By their numbers; also the lock for itself. */
    private final NavigableMap<Long, Sending> open = new TreeMap<>();

    ConfirmChannel(Connection connection) throws IOException {
        Channel made = connection.createChannel();
        if (made == null) {
            throw new IOException("the connection has no channel left");
        }
        this.channel = made;
        channel.addConfirmListener(
                (number, multiple) -> settle(number, multiple, null),
                (number, multiple) -> settle(number, multiple, "nack"));
        channel.addReturnListener(this::returned);
        channel.addShutdownListener(signal -> settle(Long.MAX_VALUE, true, OneLine.of(signal.getMessage())));
        channel.confirmSelect();
    }

    /** Sends a message that has to reach a queue. Blocks only while the connection's buffer is full. */
    Sending send(String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) throws IOException {
        Sending sending = new Sending(this, exchange, routingKey, properties.getMessageId());
        synchronized (open) {
            open.put(channel.getNextPublishSeqNo(), sending);
        }
        channel.basicPublish(exchange, routingKey, true, properties, body);
        return sending;
    }

    /** Whether it can be used for further messages: it is open, and the broker owes no word. */
    boolean isIdle() {
        synchronized (open) {
            return open.isEmpty() && channel.isOpen();
        }
    }

    /** Gives it up; what the broker has not spoken of stays unknown. May block for as long as a call to the broker. */
    void abort() {
        try {
            channel.abort();
        } catch (IOException e) {
            throw new AssertionError("abort keeps errors to itself", e);
        }
    }

    private void awaitAll(long deadline) throws InterruptedException {
        synchronized (open) {
            long left = deadline - System.nanoTime();
            while (!open.isEmpty() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(open, left);
                left = deadline - System.nanoTime();
            }
        }
    }

    private void settle(long number, boolean andAllBefore, @Nullable String refusal) {
        synchronized (open) {
            NavigableMap<Long, Sending> about =
                    andAllBefore ? open.headMap(number, true) : open.subMap(number, true, number, true);
            about.values().forEach(sending -> sending.settle(refusal));
            about.clear();
            if (open.isEmpty()) {
                open.notifyAll();
            }
        }
    }

    /** Pages of one result have an id in common, and one way too: where one is not routed, none counts as routed. */
    private void returned(Return message) {
        synchronized (open) {
            open.values().stream().filter(sending -> sending.is(message)).forEach(sending -> sending.returned = true);
        }
    }
}
