package io.rowcall.result;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Refusal;
import java.time.LocalDateTime;

/**
 * A refusal on record.
 *
 * @param resultId of the result that said so
 * @param refusedAt UTC by the database's clock, in milliseconds; the last time where it was refused repeatedly
 */
public record KeptRefusal(String resultId, Refusal refusal, LocalDateTime refusedAt) {

    /** Whether it was this content that was refused, and not another batch with the same id. */
    public boolean answers(BatchKey key, ContentHash hash) {
        return resultId.equals(ResultRenderer.refusalId(key.target(), key.batchId(), hash, refusal));
    }
}
