package io.rowcall.testing;

import com.rabbitmq.client.AMQP.BasicProperties;

/** A batch as a producer publishes it; see {@link BatchBuilder}. */
public record BatchMessage(String target, BasicProperties properties, byte[] body) {

    /** The batch id; null where the batch has none. */
    public String id() {
        return properties.getMessageId();
    }

    /** The same properties with another body. */
    public BatchMessage withBody(byte[] other) {
        return new BatchMessage(target, properties, other);
    }
}
