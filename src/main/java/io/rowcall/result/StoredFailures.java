package io.rowcall.result;

import io.rowcall.ledger.LedgerEntry;
import io.rowcall.ledger.TargetIds;
import io.rowcall.sql.SqlLanguage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The failed rows of applied batches, as their results show them. */
@Component
public class StoredFailures {

    private final ResultMapper mapper;
    private final TargetIds targetIds;

    StoredFailures(ResultMapper mapper, TargetIds targetIds) {
        this.mapper = mapper;
        this.targetIds = targetIds;
    }

    /**
     * The {@code failures} of one message of the result. Blocks for the database.
     *
     * @param page from 1 to {@link LedgerEntry#pages()}
     * @return a JSON array in UTF-8, or null where no row failed
     */
    public byte @Nullable [] page(LedgerEntry entry, int page) {
        if (entry.counts().failed() == 0) {
            return null;
        }
        ResultMapper.Page stored = mapper.page(
                targetIds.of(entry.key().target()),
                SqlLanguage.bytes(entry.key().batchId()),
                page);
        if (stored == null) {
            throw new DamagedResultException("rowcall_failure lacks page %d of %s".formatted(page, entry.key()));
        }
        return Compression.uncompress(stored.failures());
    }
}
