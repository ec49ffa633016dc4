package io.rowcall.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import io.rowcall.batch.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the messages of the queue say. */
final class Reading {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int BEGINNING_BYTES = 80;
    private static final int ID_BYTES = 8;

    static DeadLetter letter(GetResponse message) {
        BasicProperties properties = message.getProps();
        return new DeadLetter(
                id(message),
                message.getEnvelope().getRoutingKey(),
                properties.getMessageId(),
                text(properties, Wire.HEADER_CODE),
                text(properties, Wire.HEADER_REASON),
                time(properties, Wire.HEADER_REFUSED_AT),
                time(properties, Wire.HEADER_REPLAY_UNTIL),
                message.getBody().length,
                new String(
                        Body.of(message.getBody(), properties.getContentEncoding(), BEGINNING_BYTES)
                                .bytes(),
                        StandardCharsets.UTF_8));
    }

    static WholeLetter whole(GetResponse message, int mostBytes) {
        BasicProperties properties = message.getProps();
        return new WholeLetter(
                letter(message),
                properties(properties),
                headers(properties),
                Body.of(message.getBody(), properties.getContentEncoding(), mostBytes));
    }

    /** Follows from what the message holds, so that it needs no header and stays the same in each look. */
    private static String id(GetResponse message) {
        MessageDigest digest = sha256();
        Map<String, Object> headers = headers(message.getProps());
        headers.keySet().removeIf(Original::isCountedByBroker);
        digest.update(JSON.writeValueAsBytes(
                List.of(message.getEnvelope().getRoutingKey(), properties(message.getProps()), headers)));
        digest.update(message.getBody());
        return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    private static Map<String, Object> properties(BasicProperties properties) {
        Map<String, Object> all = new LinkedHashMap<>();
        put(all, "message_id", properties.getMessageId());
        put(all, "content_type", properties.getContentType());
        put(all, "content_encoding", properties.getContentEncoding());
        put(all, "correlation_id", properties.getCorrelationId());
        put(all, "reply_to", properties.getReplyTo());
        put(all, "type", properties.getType());
        put(all, "app_id", properties.getAppId());
        put(all, "user_id", properties.getUserId());
        put(all, "timestamp", properties.getTimestamp());
        put(all, "priority", properties.getPriority());
        put(all, "delivery_mode", properties.getDeliveryMode());
        put(all, "expiration", properties.getExpiration());
        put(all, "cluster_id", properties.getClusterId());
        return all;
    }

    private static void put(Map<String, Object> all, String name, @Nullable Object value) {
        if (value != null) {
            all.put(name, plain(value));
        }
    }

    /** By name. */
    private static Map<String, Object> headers(BasicProperties properties) {
        Map<String, Object> all = new TreeMap<>();
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> all.put(name, plain(value)));
        }
        return all;
    }

    private static Object plain(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return switch (value) {
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case LongString text -> text.toString();
            case Date time -> time.toInstant().toString();
            case List<?> list -> list.stream().map(Reading::plain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> all = new TreeMap<>();
                map.forEach((name, each) -> all.put(String.valueOf(name), plain(each)));
                yield all;
            }
            default -> value;
        };
    }

    private static @Nullable String text(BasicProperties properties, String header) {
        Object value =
                properties.getHeaders() == null ? null : properties.getHeaders().get(header);
        return value == null ? null : value.toString();
    }

    private static @Nullable Instant time(BasicProperties properties, String header) {
        String text = text(properties, header);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private Reading() {}
}
