package io.rowcall.receive;

import com.rabbitmq.client.AMQP;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.Wire;
import io.rowcall.result.ConfirmedSender;
import io.rowcall.tls.TlsTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.stereotype.Component;

/** Keeps refused batches as they came, in {@code rowcall.dead} under the routing key they came with. */
@Component
class DeadLetters {

    /** The whole text is in the refused result; headers have to fit a frame. */
    private static final int LONGEST_REASON_BYTES = 1 << 10;

    /** RabbitMQ's {@code frame_max}, which all properties of a message share, less what the way there may add. */
    private static final int PROPERTIES_BYTES = (128 << 10) - 512;

    private static final Set<String> OF_THE_BROKER = Set.of("x-delivery-count", "x-acquired-count");

    private final ConfirmedSender sender;

    DeadLetters(ConfirmedSender sender) {
        this.sender = sender;
    }

    /**
     * Publishes the message with its original body and properties and waits for the confirm.
     *
     * @return null where it is safely in the queue, else what became of it
     */
    @Nullable
    String add(String target, Delivery delivery, Refusal refusal) {
        try {
            return sender.sendAndWait(Wire.DEAD, target, properties(delivery.properties(), refusal), delivery.body());
        } catch (AmqpException e) {
            return "the broker can't be reached (%s)".formatted(TlsTrouble.sentence(e, String.valueOf(e.getMessage())));
        }
    }

    /**
     * What came, with the reason. Left out are the expiration, which would drop the dead letter too, and the producer's
     * user, under whose name nobody else may publish; headers of others than Rowcall where all together have no room.
     */
    private static AMQP.BasicProperties properties(AMQP.BasicProperties came, Refusal refusal) {
        AMQP.BasicProperties.Builder properties = came.builder()
                .contentType(ShortText.fitting(came.getContentType()))
                .contentEncoding(ShortText.fitting(came.getContentEncoding()))
                .correlationId(ShortText.fitting(came.getCorrelationId()))
                .replyTo(ShortText.fitting(came.getReplyTo()))
                .messageId(ShortText.fitting(came.getMessageId()))
                .type(ShortText.fitting(came.getType()))
                .appId(ShortText.fitting(came.getAppId()))
                .clusterId(ShortText.fitting(came.getClusterId()))
                .expiration(null)
                .userId(null)
                .deliveryMode(2);
        AMQP.BasicProperties all = headers(properties, came, refusal, name -> true);
        AMQP.BasicProperties own = headers(properties, came, refusal, name -> name.startsWith(Wire.HEADER_PREFIX));
        return fits(all) ? all : fits(own) ? own : headers(properties, came, refusal, name -> false);
    }

    private static AMQP.BasicProperties headers(
            AMQP.BasicProperties.Builder properties,
            AMQP.BasicProperties came,
            Refusal refusal,
            Predicate<String> wanted) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (came.getHeaders() != null) {
            headers.putAll(came.getHeaders());
            headers.keySet().removeIf(name -> OF_THE_BROKER.contains(name) || !wanted.test(name));
        }
        headers.put(Wire.HEADER_CODE, refusal.code().name());
        headers.put(Wire.HEADER_REASON, fitting(refusal.message()));
        return properties.headers(headers).build();
    }

    private static boolean fits(AMQP.BasicProperties properties) {
        try {
            return properties.toFrame(0, 0).size() <= PROPERTIES_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fitting(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_REASON_BYTES) {
            return reason;
        }
        int end = LONGEST_REASON_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
