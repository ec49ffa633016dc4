package io.rowcall.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Dead letters as a worker leaves them, put into the queue by the test itself. */
public final class Letters {

    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    /** What is needed of the topology, on a broker that has seen no worker. */
    public static void declare(Broker broker, String... targets) {
        broker.declareExchange(Wire.IMPORTS, "direct")
                .declareExchange(Wire.DEAD, "direct")
                .declareQueue(Wire.DEAD, QUORUM)
                .bind(Wire.DEAD, Wire.DEAD, "unknown");
        for (String target : targets) {
            broker.declareQueue(Wire.importQueue(target), QUORUM)
                    .bind(Wire.importQueue(target), Wire.IMPORTS, target)
                    .bind(Wire.DEAD, Wire.DEAD, target);
        }
    }

    /** The batch with the headers that a worker gives it when it refuses it. */
    public static BatchMessage refused(BatchBuilder batch, RefusalCode code, Instant refusedAt, Instant replayUntil) {
        BatchMessage message = batch.message();
        Map<String, Object> headers = new HashMap<>();
        if (message.properties().getHeaders() != null) {
            headers.putAll(message.properties().getHeaders());
        }
        headers.put(Wire.HEADER_CODE, code.name());
        headers.put(Wire.HEADER_REASON, "refused by a test as " + code);
        headers.put(Wire.HEADER_REFUSED_AT, refusedAt.toString());
        headers.put(Wire.HEADER_REPLAY_UNTIL, replayUntil.toString());
        BasicProperties properties =
                message.properties().builder().headers(headers).build();
        return new BatchMessage(message.target(), properties, message.body());
    }

    /** Puts them there in this order and waits for the confirms. */
    public static void put(Broker broker, List<BatchMessage> letters) {
        try (Channel channel = broker.connect().createChannel()) {
            channel.confirmSelect();
            for (BatchMessage letter : letters) {
                channel.basicPublish(Wire.DEAD, letter.target(), true, letter.properties(), letter.body());
            }
            channel.waitForConfirmsOrDie(30_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Letters() {}
}
