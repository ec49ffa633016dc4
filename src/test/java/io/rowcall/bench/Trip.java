package io.rowcall.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.io.IOException;

/** One of two ways of a single batch, there and back. */
interface Trip extends AutoCloseable {

    /**
     * Sends a batch and waits for its end.
     *
     * @return how long it took, in nanoseconds
     */
    long send(int number) throws IOException, InterruptedException;

    /** Fails unless all that was sent has arrived as it should. */
    void requireAll(Workload sent);

    @Override
    void close();

    /** Properties of a persistent message. */
    static BasicProperties persistent(String id) {
        return new BasicProperties.Builder()
                .messageId(id)
                .deliveryMode(2)
                .contentType("application/json")
                .build();
    }
}
