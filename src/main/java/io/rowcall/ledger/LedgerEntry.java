package io.rowcall.ledger;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Counts;
import io.rowcall.batch.ImportPart;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * That a batch was applied, and how it fared. Everything in a result but its failed rows is made from this.
 *
 * @param pages how many messages the result has, from 1
 * @param appliedAt UTC by the database's clock, in milliseconds
 */
public record LedgerEntry(
        BatchKey key,
        ContentHash hash,
        Counts counts,
        int pages,
        @Nullable ImportPart part,
        LocalDateTime appliedAt) {

    /** The same batch with other verdicts than those it was claimed with. */
    public LedgerEntry with(Counts counts, int pages) {
        return new LedgerEntry(key, hash, counts, pages, part, appliedAt);
    }
}
