package io.rowcall.deadletter;

import java.util.Map;

/**
 * A dead letter with all it holds.
 *
 * @param properties the AMQP properties that it has, by their names in AMQP; times as ISO 8601
 * @param headers all headers; texts as text, bytes in base64, times as ISO 8601, lists and maps as such
 */
public record WholeLetter(DeadLetter letter, Map<String, Object> properties, Map<String, Object> headers, Body body) {}
