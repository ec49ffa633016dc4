package io.rowcall.publish;

/**
 * One message that answers a batch, or a page of such an answer.
 *
 * @param resultId the same for all pages, and for every repeat
 * @param routingKey {@code <target>.<status>}
 * @param json the body as the worker wrote it
 */
public record ReceivedResult(String resultId, String routingKey, String json) {}
