package io.rowcall.result;

import io.rowcall.batch.Status;
import org.jspecify.annotations.Nullable;

/**
 * One message of a result, ready to publish.
 *
 * @param resultId the same for all pages and all repeats
 * @param correlationId as the batch gave it
 * @param body UTF-8 JSON
 */
record ResultMessage(
        String resultId,
        String target,
        Status status,
        @Nullable String correlationId,
        byte[] body) {

    String routingKey() {
        return target + "." + status.word();
    }
}
