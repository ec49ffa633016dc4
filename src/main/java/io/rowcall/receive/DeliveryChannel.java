package io.rowcall.receive;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the broker what became of one channel's deliveries. Where the channel is gone nothing is told and nothing
 * thrown: the broker has them back already, and settling them elsewhere would be wrong.
 */
final class DeliveryChannel {

    private static final Logger log = LoggerFactory.getLogger(DeliveryChannel.class);

    /** As a delivery tag of several: all that is unsettled on the channel (AMQP 0-9-1, basic.nack). */
    private static final long EVERYTHING = 0;

    private final Channel channel;
    private final String queue;
    private volatile boolean lost;
    private volatile boolean givenAway;

    DeliveryChannel(Channel channel, String queue) {
        this.channel = channel;
        this.queue = queue;
    }

    /** Whether calls over it still reach the broker, as far as is known. */
    boolean isOpen() {
        return channel.isOpen() && !lost;
    }

    /**
     * The broker has given the deliveries to others, as it does after a consumer timeout: settling them now would break
     * the whole connection (an unknown delivery tag is a connection error there).
     */
    void deliveriesGivenAway() {
        givenAway = true;
    }

    void ack(long tag) {
        settle(() -> channel.basicAck(tag, false));
    }

    /** That one and all unsettled ones before it. */
    void ackUpTo(long tag) {
        settle(() -> channel.basicAck(tag, true));
    }

    /** Back to the queue, without counting as a failed delivery (RabbitMQ 4.3: nack doesn't, reject does). */
    void giveBack(long tag) {
        settle(() -> channel.basicNack(tag, false, true));
    }

    /** Back to the queue, all that is unsettled. */
    void giveBackEverything() {
        settle(() -> channel.basicNack(EVERYTHING, true, true));
    }

    /** Ends a consumption; deliveries may still be on their way. */
    void cancel(String consumerTag) {
        call(() -> channel.basicCancel(consumerTag));
    }

    void close() {
        call(() -> {
            try {
                channel.close();
            } catch (TimeoutException e) {
                throw new IOException(e);
            }
        });
    }

    private interface Call {
        void run() throws IOException;
    }

    private void settle(Call call) {
        if (!givenAway) {
            call(call);
        }
    }

    private void call(Call call) {
        try {
            call.run();
        } catch (IOException | ShutdownSignalException e) {
            lost = true;
            SilentNode.leaveAfter(e);
            log.debug("The channel of {} is gone; the broker delivers again what was unsettled", queue, e);
        }
    }
}
