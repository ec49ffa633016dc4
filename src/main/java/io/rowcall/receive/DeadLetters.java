package io.rowcall.receive;

import io.rowcall.batch.Refusal;
import io.rowcall.batch.Wire;
import io.rowcall.result.ConfirmedSender;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.stereotype.Component;

/** Keeps refused batches as they came, in {@code rowcall.dead} under the routing key they came with. */
@Component
class DeadLetters {

    /** The whole text is in the refused result; headers have to fit a frame. */
    private static final int LONGEST_REASON_BYTES = 1 << 10;

    private final ConfirmedSender sender;
    private final DefaultMessagePropertiesConverter properties = new DefaultMessagePropertiesConverter();

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
        MessageProperties original =
                properties.toMessageProperties(delivery.properties(), null, StandardCharsets.UTF_8.name());
        // Only what came on the wire: an expiration would drop the dead letter too.
        original.setExpiration(null);
        original.setMessageId(ShortText.fitting(original.getMessageId()));
        original.setCorrelationId(ShortText.fitting(original.getCorrelationId()));
        original.setReplyTo(ShortText.fitting(original.getReplyTo()));
        original.setType(ShortText.fitting(original.getType()));
        original.setAppId(ShortText.fitting(original.getAppId()));
        original.setClusterId(ShortText.fitting(original.getClusterId()));
        original.setContentType(String.valueOf(ShortText.fitting(original.getContentType())));
        original.setContentEncoding(ShortText.fitting(original.getContentEncoding()));
        original.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        for (String broker : new String[] {"x-delivery-count", "x-acquired-count"}) {
            original.getHeaders().remove(broker);
        }
        original.getHeaders()
                .putAll(Map.of(
                        Wire.HEADER_CODE, refusal.code().name(), Wire.HEADER_REASON, fitting(refusal.message())));
        try {
            return sender.sendAndWait(Wire.DEAD, target, new Message(delivery.body(), original));
        } catch (AmqpException e) {
            return "the broker can't be reached (%s)".formatted(e.getMessage());
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
