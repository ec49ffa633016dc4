package io.rowcall.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.amqp.rabbit.connection.PublisherCallbackChannel;

/** The properties of a batch as its producer gave them, out of those of its dead letter. */
final class Original {

    /** Persistent. */
    private static final int DELIVERY_MODE = 2;

    private static final Set<String> COUNTS_OF_BROKER = Set.of("x-delivery-count", "x-acquired-count");

    /** By which Spring AMQP, publishing the dead letter, would have found it again had it been returned. */
    private static final Set<String> OF_SPRING = Set.of(
            PublisherCallbackChannel.RETURN_LISTENER_CORRELATION_KEY,
            PublisherCallbackChannel.RETURNED_MESSAGE_CORRELATION_KEY);

    /**
     * Without what the worker wrote onto it, and what the broker wrote when it dropped the batch: whoever drops it next
     * writes that anew (RabbitMQ, "Dead Letter Exchanges").
     */
    static BasicProperties properties(BasicProperties dead) {
        Map<String, Object> headers = dead.getHeaders() == null ? new HashMap<>() : new HashMap<>(dead.getHeaders());
        headers.keySet()
                .removeIf(name -> Wire.HEADERS_OF_DEAD_LETTERS.contains(name)
                        || OF_SPRING.contains(name)
                        || isCountedByBroker(name)
                        || name.equals("x-death")
                        || name.startsWith("x-first-death-")
                        || name.startsWith("x-last-death-"));
        return dead.builder()
                .headers(headers.isEmpty() ? null : headers)
                .deliveryMode(DELIVERY_MODE)
                .build();
    }

    static boolean isCountedByBroker(String header) {
        return COUNTS_OF_BROKER.contains(header);
    }

    private Original() {}
}
