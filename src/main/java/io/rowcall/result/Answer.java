package io.rowcall.result;

import io.rowcall.batch.ContentHash;
import io.rowcall.batch.ImportPart;
import io.rowcall.batch.Refusal;
import io.rowcall.ledger.LedgerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch is to be answered. */
public sealed interface Answer {

    /** As the batch gave it; echoed. */
    @Nullable
    String correlationId();

    /**
     * Applied just now, and committed.
     *
     * @param failurePages {@link FailurePages#compressed()}
     */
    record Applied(
            LedgerEntry entry,
            List<byte[]> failurePages,
            @Nullable String correlationId) implements Answer {}

    /** Applied at some time before; the same result goes out again. */
    record Repeated(LedgerEntry entry, @Nullable String correlationId) implements Answer {}

    /**
     * Applied and rolled back.
     *
     * @param entry what would have been committed
     * @param failurePages {@link FailurePages#compressed()}
     */
    record DryRun(
            LedgerEntry entry,
            List<byte[]> failurePages,
            @Nullable String correlationId) implements Answer {}

    /**
     * Never applied.
     *
     * @param batchId null where the message had none
     * @param hash of the content, null where there is no content to speak of
     */
    record Refused(
            String target,
            @Nullable String batchId,
            @Nullable ContentHash hash,
            Refusal refusal,
            @Nullable ImportPart part,
            @Nullable String correlationId)
            implements Answer {}
}
