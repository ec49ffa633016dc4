package io.rowcall.receive;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

    private final Channel channel;
    private final DeliveryChannel settling;
    private final Unsettled unsettled;
    private final String queue;
    private final InFlight inFlight;
    private final Prefetch prefetch;
    private final ConsumerWatch watch;
    private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
    private volatile String consumerTag = "";
    private volatile int consumingWith;
    private volatile boolean cancelled;
    private volatile boolean closed;

    /** Opens when everything that was delivered before the broker's answer to a cancel has been handed over. */
    private volatile CountDownLatch afterCancel = new CountDownLatch(0);

    private QueueConsumer(Channel channel, String queue, InFlight inFlight, Prefetch prefetch) {
        this.channel = channel;
        this.settling = new DeliveryChannel(channel, queue);
        this.unsettled = new Unsettled(settling, inFlight);
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
                arrived(new Delivery(unsettled, envelope, properties, body));
            }

            @Override
            public void handleCancelOk(String tag) {
                lastHandedOver.countDown();
            }

            @Override
            public void handleCancel(String tag) {
                log.warn("The broker ended the consumption of {}; it may have given its messages to others", queue);
                settling.deliveriesGivenAway();
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
                unsettled.giveBackWithoutRoom();
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
            unsettled.giveBackWithoutRoom();
            if (isOpen() && watch.leftForgotten()) {
                cancelled = true;
            }
        }
        return next;
    }

    /** Whether deliveries can still come and be settled. */
    boolean isOpen() {
        return settling.isOpen() && !cancelled;
    }

    int consumingWith() {
        return consumingWith;
    }

    /** Consumes on with another prefetch; what was delivered stays as it is. */
    void consumeWith(int count) throws IOException {
        channel.basicCancel(consumerTag);
        consume(count);
    }

    /** Lets nothing more be delivered; what was stays to be settled. */
    private void pause() {
        cancelled = true;
        settling.cancel(consumerTag);
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
        if (isOpen()) {
            pause();
        }
        arrived.clear();
        unsettled.giveBackAll();
        settling.close();
        closed = true;
        // What came in between takes no room any more.
        unsettled.giveBackAll();
    }
}
