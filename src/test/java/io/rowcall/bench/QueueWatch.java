package io.rowcall.bench;

import com.rabbitmq.client.Channel;
import io.rowcall.testing.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Looks how many messages wait in queues, again and again, which costs the broker next to nothing. */
final class QueueWatch {

    private final Channel channel;

    /** Its connection is closed with the broker. */
    QueueWatch(Broker broker) {
        try {
            this.channel = broker.connect().createChannel();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages that wait to be delivered. */
    int ready(String queue) {
        try {
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws away what waits. */
    void purge(String queue) {
        try {
            channel.queuePurge(queue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
