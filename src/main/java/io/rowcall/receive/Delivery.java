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

    private final Unsettled unsettled;
    private final Envelope envelope;
    private final AMQP.BasicProperties properties;
    private final byte[] body;
    private final AtomicBoolean settled = new AtomicBoolean();

    Delivery(Unsettled unsettled, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        this.unsettled = unsettled;
        this.envelope = envelope;
        this.properties = properties;
        this.body = body;
    }

    /** Done with all of them, which came through one consumer; the broker forgets the messages. */
    static void ackAll(List<Delivery> deliveries) {
        List<Delivery> open = deliveries.stream().filter(Delivery::settleNow).toList();
        if (!open.isEmpty()) {
            open.getFirst().unsettled.ack(open);
        }
    }

    /** Back to its queue, without counting as a failed delivery (RabbitMQ 4.3: nack doesn't, reject does). */
    void giveBack() {
        if (settleNow()) {
            unsettled.giveBack(this);
        }
    }

    /** Whether nobody has settled it yet; who asks and is told so has to. */
    boolean settleNow() {
        return settled.compareAndSet(false, true);
    }

    long tag() {
        return envelope.getDeliveryTag();
    }

    byte[] body() {
        return body;
    }

    /** Size of the body, inflated where it says that it is gzip and how large it is (RFC 1952, "ISIZE"). */
    long inflatedBytes() {
        int length = body.length;
        boolean gzip = length >= 18 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
        return gzip
                ? Math.max(
                        length,
                        Integer.toUnsignedLong(ByteBuffer.wrap(body)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt(length - 4)))
                : length;
    }

    AMQP.BasicProperties properties() {
        return properties;
    }

    /** How often the broker says that this message was delivered in vain: 0 for most. */
    long deliveryCount() {
        return header("x-delivery-count") instanceof Number count ? count.longValue() : 0;
    }

    @Nullable
    Object header(String name) {
        Map<String, Object> headers = properties.getHeaders();
        return headers == null ? null : headers.get(name);
    }

    /** The id to answer to: null where there is none, or where it can't be written again. */
    @Nullable
    String messageId() {
        String id = properties.getMessageId();
        return id == null || !ShortText.fits(id) ? null : id;
    }

    /** To be echoed. */
    @Nullable
    String correlationId() {
        return ShortText.fitting(properties.getCorrelationId());
    }

    /** The message without anything of AMQP. */
    io.rowcall.decode.Envelope asEnvelope(String target) {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        if (properties.getHeaders() != null) {
            properties
                    .getHeaders()
                    .forEach(
                            (name, value) -> headers.put(name, value instanceof LongString ? value.toString() : value));
        }
        return new io.rowcall.decode.Envelope(
                target,
                properties.getMessageId(),
                properties.getContentType(),
                properties.getContentEncoding(),
                correlationId(),
                headers,
                body);
    }
}
