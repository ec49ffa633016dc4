package io.rowcall.decode;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivered message, free of AMQP types.
 *
 * @param target the routing key it came by
 * @param messageId the AMQP {@code message_id}, which is the batch id
 * @param contentType one of the three that {@link BatchDecoder} reads, with parameters or without
 * @param contentEncoding {@code gzip}, or none
 * @param headers booleans, whole numbers and text; the names that Rowcall gives a meaning to start with
 *     {@value io.rowcall.batch.Wire#HEADER_PREFIX}
 * @param body as delivered; it is neither copied nor changed, and must not change while its batch is in use
 */
public record Envelope(
        String target,
        @Nullable String messageId,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String correlationId,
        Map<String, @Nullable Object> headers,
        byte[] body) {}
