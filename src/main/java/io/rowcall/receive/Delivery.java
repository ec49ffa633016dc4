package io.rowcall.receive;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A message as the broker delivered it, to be settled once, on the channel that brought it or not at all. */
final class Delivery {

    private final QueueConsumer consumer;
    private final Envelope envelope;
    private final AMQP.BasicProperties properties;
    private final byte[] body;
    private final AtomicBoolean settled = new AtomicBoolean();

    Delivery(QueueConsumer consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        this.consumer = consumer;
        this.envelope = envelope;
        this.properties = properties;
        this.body = body;
    }

    /** Done with all of them, which came through one consumer; the broker forgets the messages. */
    static void ackAll(List<Delivery> deliveries) {
        List<Delivery> unsettled =
                deliveries.stream().filter(Delivery::settleNow).toList();
        if (!unsettled.isEmpty()) {
            unsettled.getFirst().consumer.ack(unsettled);
        }
    }

    /** Back to its queue, without counting as a failed delivery (RabbitMQ 4.3: nack doesn't, reject does). */
    void giveBack() {
        if (settleNow()) {
            consumer.giveBack(this);
        }
    }

