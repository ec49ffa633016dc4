package io.rowcall.apply;

import io.rowcall.batch.Batch;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Target;
import io.rowcall.ledger.Ledger;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.Answer;
import io.rowcall.result.Outbox;
import io.rowcall.sql.SqlErrors;
import io.rowcall.table.TableUnusableException;
import io.rowcall.write.RowWriter;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One transaction for a group of batches: claim, write, record. Rows, ledger, failures and what is to be answered
 * become true together, or nothing happened.
 */
@Component
class GroupTransaction {

    /** Another worker holds a claim on an id of this group; the transaction was rolled back. */
    static final class ClaimBusy extends RuntimeException {
        ClaimBusy(Throwable cause) {
            super(cause);
        }
    }

    private final Ledger ledger;
    private final RowWriter writer;
    private final Outbox outbox;
    private final Steps steps;
    private final BatchEvents events;
    private final ApplyProperties properties;
    private final TransactionTemplate transaction;

    GroupTransaction(
            Ledger ledger,
            RowWriter writer,
            Outbox outbox,
            Steps steps,
            BatchEvents events,
            ApplyProperties properties,
            PlatformTransactionManager transactions) {
        this.ledger = ledger;
        this.writer = writer;
        this.outbox = outbox;
        this.steps = steps;
        this.events = events;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Applies batches with distinct ids and commits.
     *
     * @param patient whether rows wait longer than usual for other transactions
     * @return an answer for every batch
     * @throws ClaimBusy where another worker is at one of the ids
     */
    Map<BatchKey, Answer> apply(Target target, List<Batch> batches, boolean patient) throws TableUnusableException {
        ledger.introduce(target.name());
        try {
            Map<BatchKey, Tally> tallies = new LinkedHashMap<>();
            AtomicInteger effort = new AtomicInteger();
            Map<BatchKey, Answer> answers = transaction.execute(
                    status -> applyInTransaction(target, batches, patient, tallies, effort, status));
            steps.reached(Step.COMMITTED, target.name());
            if (answers == null) {
                return Map.of();
            }
            tallies.forEach((key, tally) -> tell(target, tally, answers.get(key)));
            if (effort.get() > 0) {
                events.happened(new BatchEvent.Isolated(target.name(), effort.get()));
            }
            return answers;
        } catch (Unusable e) {
            throw e.cause;
        }
    }

    private Map<BatchKey, Answer> applyInTransaction(
            Target target,
            List<Batch> batches,
            boolean patient,
            Map<BatchKey, Tally> tallies,
            AtomicInteger effort,
            TransactionStatus status) {
        LocalDateTime now = ledger.lately();
        long deadline = System.nanoTime() + properties.workDeadline().toNanos();
        batches.forEach(batch -> tallies.put(batch.key(), new Tally(target, batch, now, deadline)));
        boolean dryRun = batches.getFirst().dryRun();
        Map<BatchKey, LedgerEntry> before = dryRun ? Map.of() : claim(tallies);
        steps.reached(Step.CLAIMED, target.name());

        List<RowWriter.Assignment> fresh = new ArrayList<>();
        tallies.forEach((key, tally) -> {
            if (!before.containsKey(key)) {
                fresh.add(new RowWriter.Assignment(tally.batch(), tally));
            }
        });
        effort.set(patient ? ledger.waitingLonger(() -> write(target, fresh)) : write(target, fresh));
        steps.reached(Step.WRITTEN, target.name());

        Map<BatchKey, Answer> answers = new LinkedHashMap<>();
        List<Answer.Applied> applied = new ArrayList<>();
        tallies.forEach((key, tally) -> {
            LedgerEntry entry = before.get(key);
            if (entry != null) {
                answers.put(key, knownBefore(tally.batch(), entry));
            } else if (dryRun) {
                answers.put(key, tally.dryRun());
            } else {
                applied.add(tally.applied());
                answers.put(key, applied.getLast());
            }
        });
        if (dryRun) {
            status.setRollbackOnly();
        } else {
            record(applied);
        }
        steps.reached(Step.RECORDED, target.name());
        return answers;
    }

    private Map<BatchKey, LedgerEntry> claim(Map<BatchKey, Tally> tallies) {
        try {
            return ledger.claim(tallies.values().stream().map(Tally::claim).toList());
        } catch (RuntimeException e) {
            if (SqlErrors.is(e, SqlErrors.LOCK_WAIT_TIMEOUT)) {
                throw new ClaimBusy(e);
            }
            throw e;
        }
    }

    private int write(Target target, List<RowWriter.Assignment> fresh) {
        try {
            return writer.write(target, fresh);
        } catch (TableUnusableException e) {
            throw new Unusable(e);
        }
    }

    private void record(List<Answer.Applied> applied) {
        ledger.correct(applied.stream()
                .map(Answer.Applied::entry)
                .filter(entry -> entry.counts().inserted() < entry.counts().rows())
                .toList());
        outbox.record(applied);
    }

    private void tell(Target target, Tally tally, @Nullable Answer answer) {
        switch (answer) {
            case Answer.Applied ignored -> events.happened(tally.event());
            case Answer.Repeated ignored -> events.happened(new BatchEvent.Repeated(target.name()));
            case Answer.DryRun ignored -> events.happened(new BatchEvent.Tried(target.name()));
            // Told when it is settled, as are those that never came so far.
            case Answer.Refused ignored -> {}
            case null -> {}
        }
    }

    private static Answer knownBefore(Batch batch, LedgerEntry entry) {
        return entry.hash().equals(batch.hash())
                ? new Answer.Repeated(entry, batch.correlationId())
                : Importer.refused(batch, reused(batch));
    }

    static Refusal reused(Batch batch) {
        return new Refusal(
                RefusalCode.BATCH_ID_REUSED,
                "message_id %s was used before for other content, policy or target settings; send this batch under an id of its own"
                        .formatted(batch.key().batchId()));
    }

    /** Carries a checked exception through the transaction. */
    private static final class Unusable extends RuntimeException {
        private final TableUnusableException cause;

        Unusable(TableUnusableException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
