package io.rowcall.ledger;

import io.rowcall.batch.BatchKey;
import io.rowcall.sql.SqlLanguage;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Counts attempts at a batch that came back to the queue, so that one that ends the worker each time is found. The
 * broker's own count can't tell: it also counts polite closes, and neighbours that were merely prefetched.
 */
@Component
public class Attempts {

    /** So many attempts that ended neither in a commit nor in a known failure make a batch poison. */
    public static final int MAX = 3;

    private final LedgerMapper mapper;
    private final TargetIds targetIds;

    /** Attempts that ended in a known failure while the database could not be told. */
    private final Set<BatchKey> excused = ConcurrentHashMap.newKeySet();

    Attempts(LedgerMapper mapper, TargetIds targetIds) {
        this.mapper = mapper;
        this.targetIds = targetIds;
    }

    /**
     * Counts an attempt that is about to begin, committed by itself: what happens next may end this process.
     *
     * @return how many there were, with this one
     */
    public int raise(BatchKey key) {
        if (excused.contains(key)) {
            forget(key);
            excused.remove(key);
        }
        mapper.raiseAttempts(targetIds.of(key.target()), SqlLanguage.bytes(key.batchId()));
        Integer attempts = mapper.attempts(targetIds.of(key.target()), SqlLanguage.bytes(key.batchId()));
        return attempts == null ? 1 : attempts;
    }

    /** Takes the count away, in the transaction that applies the batch or after a refusal. */
    public void forget(BatchKey key) {
        mapper.forgetAttempts(targetIds.of(key.target()), SqlLanguage.bytes(key.batchId()));
    }

    /** The attempt ended in a failure that has a name: it says nothing against the batch. Does not touch the database. */
    public void excuse(BatchKey key) {
        excused.add(key);
    }
}
