package io.rowcall.receive;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes one queue over one channel and keeps count of what is unsettled. Made by hand rather than with a listener
 * container, because a container closes its channel with deliveries unsettled, and RabbitMQ counts that against every
 * one of them.
 */
final class QueueConsumer {

    private static final Logger log = LoggerFactory.getLogger(QueueConsumer.class);

    /** As a delivery tag of several: all that is unsettled on the channel (AMQP 0-9-1, basic.nack). */
    private static final long EVERYTHING = 0;

    private final Channel channel;
    private final String queue;
    private final InFlight inFlight;
    private final Prefetch prefetch;
    private final ConsumerWatch watch;
    private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
    private final Unsettled unsettled = new Unsettled();
    private volatile String consumerTag = "";
    private volatile int consumingWith;
    private volatile boolean cancelled;

    private volatile boolean closed;

    /**
     * After a consumer timeout the broker has given the deliveries away: settling them now would break the whole
     * connection (an unknown delivery tag is a connection error there).
     */
    private volatile boolean endedByBroker;

    /** Opens when everything that was delivered before the broker's answer to a cancel has been handed over. */
    private volatile CountDownLatch afterCancel = new CountDownLatch(0);

    private QueueConsumer(Channel channel, String queue, InFlight inFlight, Prefetch prefetch) {
        this.channel = channel;
        this.queue = queue;
        this.inFlight = inFlight;
        this.prefetch = prefetch;
        this.watch = new ConsumerWatch(channel.getConnection(), queue);
    }

    /** Starts consuming; throws what the broker objects to. */
    static QueueConsumer open(Channel channel, String queue, int count, InFlight inFlight, Prefetch prefetch)
            throws IOException {
        QueueConsumer consumer = new QueueConsumer(channel, queue, inFlight, prefetch);
        consumer.consume(count);
        return consumer;
    }

    private void consume(int count) throws IOException {
        CountDownLatch lastHandedOver = new CountDownLatch(1);
        channel.basicQos(count);
        consumingWith = count;
        afterCancel = lastHandedOver;
        consumerTag = channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                arrived(new Delivery(QueueConsumer.this, envelope, properties, body));
            }

            @Override
            public void handleCancelOk(String tag) {
                lastHandedOver.countDown();
            }

            @Override
            public void handleCancel(String tag) {
                log.warn("The broker ended the consumption of {}; it may have given its messages to others", queue);
                endedByBroker = true;
                cancelled = true;
            }

            @Override
            public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
                cancelled = true;
            }
        });
    }

    private void arrived(Delivery delivery) {
        watch.heard();
        prefetch.saw(delivery.body().length);
        if (inFlight.take(delivery.body().length)) {
            unsettled.add(delivery);
            arrived.add(delivery);
            if (closed) {
                delivery.giveBack();
            }
        } else {
            unsettled.addWithoutRoom(delivery.tag());
            if (closed) {
                giveBackWithoutRoom();
            }
        }
    }

    /**
     * The next delivery, waiting for at most so long. When none comes, what there was no room for goes back: by then
     * there may be some.
     */
    @Nullable
    Delivery next(long timeout, TimeUnit unit) throws InterruptedException {
        Delivery next = arrived.poll(timeout, unit);
        if (next == null && timeout > 0) {
            giveBackWithoutRoom();
            if (isOpen() && watch.leftForgotten()) {
                cancelled = true;
            }
        }
        return next;
    }

    private void giveBackWithoutRoom() {
        for (Long tag = unsettled.pollWithoutRoom(); tag != null; tag = unsettled.pollWithoutRoom()) {
            nack(tag);
        }
    }

    /** Whether deliveries can still come and be settled. */
    boolean isOpen() {
        return channel.isOpen() && !cancelled;
    }

    int consumingWith() {
        return consumingWith;
    }

    /** Consumes on with another prefetch; what was delivered stays as it is. */
    void consumeWith(int count) throws IOException {
        channel.basicCancel(consumerTag);
        consume(count);
    }

    /**
     * Acknowledges all of them, in one word up to the first delivery that has to stay. Thousands of words at once would
     * reach the queue late, and those that a closing channel overtakes are lost.
     */
    void ack(List<Delivery> deliveries) {
        long firstToStay = unsettled.firstBut(deliveries);
        long together = 0;
        for (Delivery delivery : deliveries) {
            if (delivery.tag() < firstToStay) {
                together = Math.max(together, delivery.tag());
            } else {
                settle(() -> channel.basicAck(delivery.tag(), false));
            }
        }
        if (together > 0) {
            long last = together;
            settle(() -> channel.basicAck(last, true));
        }
        deliveries.forEach(this::forget);
    }

    void giveBack(Delivery delivery) {
        // Known as unsettled until it is settled: else it could be acknowledged together with others meanwhile.
        nack(delivery.tag());
        forget(delivery);
    }

    private void nack(long tag) {
        settle(() -> channel.basicNack(tag, false, true));
    }

    private void forget(Delivery delivery) {
        unsettled.remove(delivery);
        inFlight.release(delivery.body().length);
    }

    /** Lets nothing more be delivered; what was stays to be settled. */
    private void pause() {
        cancelled = true;
        onChannel(() -> channel.basicCancel(consumerTag));
        awaitLastDelivery();
    }

    private void awaitLastDelivery() {
        try {
            if (channel.isOpen() && !afterCancel.await(5, TimeUnit.SECONDS)) {
                log.warn("The end of the consumption of {} was not confirmed in 5 s", queue);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops consuming and gives back whatever is unsettled before the channel is closed: closing it with deliveries
     * unsettled would count against each of them.
     */
    void close() {
        if (!cancelled) {
            pause();
        }
        arrived.clear();
        giveBackAll();
        onChannel(() -> {
            try {
                channel.close();
            } catch (TimeoutException e) {
                throw new IOException(e);
            }
        });
        closed = true;
        unsettled.deliveries().forEach(Delivery::giveBack);
    }

    /** In one word: of thousands of single ones, those that the closing channel overtakes would be lost. */
    private void giveBackAll() {
        List<Delivery> back =
                unsettled.deliveries().stream().filter(Delivery::settleNow).toList();
        if (!back.isEmpty() || unsettled.hasWithoutRoom()) {
            settle(() -> channel.basicNack(EVERYTHING, true, true));
        }
        unsettled.clearWithoutRoom();
        back.forEach(this::forget);
    }

    private interface ChannelCall {
        void run() throws IOException;
    }

    private void settle(ChannelCall call) {
        if (!endedByBroker) {
            onChannel(call);
        }
    }

    /** A dead channel means that the broker has the delivery back already; settling it elsewhere would be wrong. */
    private void onChannel(ChannelCall call) {
        try {
            call.run();
        } catch (IOException | ShutdownSignalException e) {
            cancelled = true;
            SilentNode.leaveAfter(e);
            log.debug("The channel of {} is gone; the broker delivers again what was unsettled", queue, e);
        }
    }
}
