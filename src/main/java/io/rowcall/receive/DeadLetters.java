package io.rowcall.receive;

import com.rabbitmq.client.AMQP;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.Wire;
import io.rowcall.ledger.Ledger;
import io.rowcall.result.ConfirmedSender;
import io.rowcall.tls.TlsTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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

    /** Clocks of databases that take over from each other may differ, and a replay may have to wait in its queue. */
    private static final Duration MARGIN = Duration.ofDays(1);

    /**
     * When batches were refused, and until when they may be published again under their id: by then the ledger would
     * have to have forgotten any of them that was applied later.
     */
    record Stamp(Instant refusedAt, Instant replayUntil) {}

    private final ConfirmedSender sender;
    private final Ledger ledger;

    DeadLetters(ConfirmedSender sender, Ledger ledger) {
        this.sender = sender;
        this.ledger = ledger;
    }

    /** Blocks for the database: its clock is the one that all workers and operators share. */
    Stamp stamp() {
        Instant now = ledger.now().toInstant(ZoneOffset.UTC);
        return new Stamp(now, now.plus(ledger.retention()).minus(MARGIN));
    }

    /**
     * Publishes the message with its original body and properties and waits for the confirm.
     *
     * @return null where it is safely in the queue, else what became of it
     */
    @Nullable
    String add(String target, Delivery delivery, Refusal refusal, Stamp stamp) {
        try {
            return sender.sendAndWait(
                    Wire.DEAD, target, properties(delivery.properties(), own(refusal, stamp)), delivery.body());
        } catch (AmqpException e) {
            return "the broker can't be reached (%s)".formatted(TlsTrouble.sentence(e, String.valueOf(e.getMessage())));
        }
    }

    /**
     * What came, with the reason. Left out are the expiration, which would drop the dead letter too, and the producer's
     * user, under whose name nobody else may publish; headers of others than Rowcall where all together have no room.
     */
    private static AMQP.BasicProperties properties(AMQP.BasicProperties came, Map<String, Object> added) {
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
        AMQP.BasicProperties all = headers(properties, came, added, name -> true);
        AMQP.BasicProperties own = headers(properties, came, added, name -> name.startsWith(Wire.HEADER_PREFIX));
        return fits(all) ? all : fits(own) ? own : headers(properties, came, added, name -> false);
    }

    private static AMQP.BasicProperties headers(
            AMQP.BasicProperties.Builder properties,
            AMQP.BasicProperties came,
            Map<String, Object> added,
            Predicate<String> wanted) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (came.getHeaders() != null) {
            headers.putAll(came.getHeaders());
            headers.keySet().removeIf(name -> OF_THE_BROKER.contains(name) || !wanted.test(name));
        }
        headers.putAll(added);
        return properties.headers(headers).build();
    }

    private static Map<String, Object> own(Refusal refusal, Stamp stamp) {
        return Map.of(
                Wire.HEADER_CODE, refusal.code().name(),
                Wire.HEADER_REASON, fitting(refusal.message()),
                Wire.HEADER_REFUSED_AT, stamp.refusedAt().toString(),
                Wire.HEADER_REPLAY_UNTIL, stamp.replayUntil().toString());
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
