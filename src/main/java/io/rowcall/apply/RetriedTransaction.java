package io.rowcall.apply;

import io.rowcall.batch.Batch;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Target;
import io.rowcall.ledger.Ledger;
import io.rowcall.result.Answer;
import io.rowcall.table.TableUnusableException;
import io.rowcall.write.FailureClass;
import io.rowcall.write.FailureClassifier;
import io.rowcall.write.RowWriter;
import io.rowcall.write.TableChangedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;

/**
 * Starts a group's transaction again, from the claim, where other transactions were in its way: a deadlock has undone
 * all of it, the claim included. Whoever is in its way again is waited for longer. A table that seems to have changed is
 * read again, once.
 */
@Component
class RetriedTransaction {

    private static final int TRIES = 5;

    private static final int LONGEST_PAUSE_MILLIS = 200;

    /** What a table takes can't be told for the two seconds after it was altered, see {@code TableReader}. */
    private static final int ALTERED_PAUSE_MILLIS = 900;

    private final GroupTransaction transaction;
    private final Ledger ledger;
    private final RowWriter writer;

    RetriedTransaction(GroupTransaction transaction, Ledger ledger, RowWriter writer) {
        this.transaction = transaction;
        this.ledger = ledger;
        this.writer = writer;
    }

    /**
     * Applies the group together and, where that keeps meeting other transactions, batch by batch.
     *
     * @param batches with distinct ids
     * @return answers for all batches but those that another worker is applying
     */
    Map<BatchKey, Answer> apply(Target target, List<Batch> batches) throws TableUnusableException, ConflictException {
        try {
            return retry(target, batches);
        } catch (ConflictException conflict) {
            // Who is told to stop does not begin anew: what it applied now it could not answer any more.
            if (batches.size() < 2 || Thread.currentThread().isInterrupted()) {
                throw conflict;
            }
            Map<BatchKey, Answer> answers = new LinkedHashMap<>();
            for (Batch batch : batches) {
                answers.putAll(retry(target, List.of(batch)));
            }
            return answers;
        }
    }

    private Map<BatchKey, Answer> retry(Target target, List<Batch> batches)
            throws TableUnusableException, ConflictException {
        List<Batch> open = new ArrayList<>(batches);
        boolean tableReadAgain = false;
        int conflicts = 0;
        while (!open.isEmpty()) {
            try {
                return transaction.apply(target, open, conflicts > 0);
            } catch (GroupTransaction.ClaimBusy busy) {
                Set<BatchKey> claimed =
                        ledger.claimedElsewhere(open.stream().map(Batch::key).toList());
                open.removeIf(batch -> claimed.contains(batch.key()));
                pauseAfter(++conflicts, someMillis(), new FailureClass.Conflict("another worker's claim"));
            } catch (TableChangedException e) {
                writer.tableMayHaveChanged(target);
                pauseAfter(
                        ++conflicts, ALTERED_PAUSE_MILLIS, new FailureClass.Conflict(String.valueOf(e.getMessage())));
            } catch (RuntimeException e) {
                if (!tableReadAgain && FailureClassifier.suggestsChangedTable(e)) {
                    tableReadAgain = true;
                    writer.tableMayHaveChanged(target);
                } else if (FailureClassifier.classify(e) instanceof FailureClass.Conflict conflict) {
                    pauseAfter(++conflicts, someMillis(), conflict);
                } else {
                    throw e;
                }
            }
        }
        return Map.of();
    }

    /** Random, so that two workers in each other's way don't stay in step. */
    private static long someMillis() {
        return ThreadLocalRandom.current().nextInt(10, LONGEST_PAUSE_MILLIS);
    }

    private static void pauseAfter(int conflicts, long millis, FailureClass.Conflict conflict)
            throws ConflictException {
        if (conflicts >= TRIES) {
            throw new ConflictException(conflict);
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConflictException(conflict);
        }
    }
}
