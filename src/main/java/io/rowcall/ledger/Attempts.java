package io.rowcall.ledger;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Trace;
import io.rowcall.sql.SqlLanguage;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Counts attempts at a batch that came back to the queue, so that one that ends the worker each time is found. The
 * broker's own count can't tell: it also counts polite closes, and neighbours that were merely prefetched.
 */
@Component
public class Attempts {

    /** So many attempts that ended neither in a commit nor in a known failure make a batch poison. */
    public static final int MAX = 3;

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

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
        int targetId = targetIds.of(key.target());
        byte[] batchId = SqlLanguage.bytes(key.batchId());
        if (excused.contains(key)) {
            mapper.forgetAttempts(targetId, batchId);
            excused.remove(key);
        }
        mapper.raiseAttempts(targetId, batchId);
        Integer attempts = mapper.attempts(targetId, batchId);
        return attempts == null ? 1 : attempts;
    }

    /** The batch is answered: nothing is to be counted any more. */
    public void over(BatchKey key) {
        excused.remove(key);
        try {
            mapper.forgetAttempts(targetIds.of(key.target()), SqlLanguage.bytes(key.batchId()));
        } catch (DataAccessException | TransactionException e) {
            log.debug("The attempts at {} stay counted until the ledger is cleaned", key, Trace.of(e));
        }
    }

    /**
     * The attempt ended in a failure that has a name: it says nothing against the batch. Told to the database at once
     * where it listens, since the next attempt may be another worker's, and remembered here where it does not.
     */
    public void excuse(BatchKey key) {
        // A worker that is stopped in the middle of a long batch gets here interrupted, and must not blame the batch.
        boolean interrupted = Thread.interrupted();
        try {
            mapper.forgetAttempts(targetIds.of(key.target()), SqlLanguage.bytes(key.batchId()));
        } catch (DataAccessException | TransactionException e) {
            excused.add(key);
            log.debug("That the attempt at {} says nothing against it is told with the next one", key, Trace.of(e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
