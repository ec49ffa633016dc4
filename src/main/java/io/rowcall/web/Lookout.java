package io.rowcall.web;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Trace;
import io.rowcall.ledger.Ledger;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.KeptRefusal;
import io.rowcall.result.Refusals;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks for what became of a batch, in the tables where every worker writes it down. */
@Component
class Lookout {

    /** What became of a batch. */
    sealed interface Found {
        /** It is in the ledger. */
        record Applied(LedgerEntry entry) implements Found {}

        /** It was refused. */
        record Refused(KeptRefusal refusal) implements Found {}
    }

    private static final Logger log = LoggerFactory.getLogger(Lookout.class);

    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    private final Ledger ledger;
    private final Refusals refusals;
    private volatile boolean stopping;

    Lookout(Ledger ledger, Refusals refusals) {
        this.ledger = ledger;
        this.refusals = refusals;
    }

    /** What is written down of this content under this id. Blocks for the database. */
    Optional<Found> look(BatchKey key, ContentHash hash) {
        LedgerEntry entry = ledger.find(List.of(key)).get(key);
        if (entry != null && entry.hash().equals(hash)) {
            return Optional.of(new Found.Applied(entry));
        }
        return refusals.of(key).stream()
                .filter(refusal -> refusal.answers(key, hash))
                .reduce((earlier, later) -> later)
                .map(Found.Refused::new);
    }

    /**
     * Looks again and again, less and less often, until there is something else than before, the time is up or the
     * worker is told to stop.
     *
     * @param before what was there before the batch was published: a refusal of then says nothing of now, since what
     *     caused it may have been put right
     * @param deadline by {@link System#nanoTime()}
     */
    Optional<Found> await(BatchKey key, ContentHash hash, @Nullable Found before, long deadline)
            throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            Optional<Found> found = tryLook(key, hash).filter(now -> !now.equals(before));
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (found.isPresent() || left <= 0 || stopping) {
                return found;
            }
            TimeUnit.MILLISECONDS.sleep(Math.min(pause, left));
            pause = Math.min(pause + pause / 2, LONGEST_PAUSE_MILLIS);
        }
    }

    /** A batch that waits here is safe in its queue; a database that does not answer only hides its outcome. */
    private Optional<Found> tryLook(BatchKey key, ContentHash hash) {
        try {
            return look(key, hash);
        } catch (DataAccessException | TransactionException e) {
            log.debug("What became of {} can't be looked up now", key, Trace.of(e));
            return Optional.empty();
        }
    }

    /** Batches of calls that still wait are safe in their queue; whoever asks later is told. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }
}
