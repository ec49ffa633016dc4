package io.rowcall.apply;

import io.rowcall.batch.Batch;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Counts;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Target;
import io.rowcall.batch.Verdict;
import io.rowcall.ledger.Ledger;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.Answer;
import io.rowcall.result.FailurePages;
import io.rowcall.result.Outbox;
import io.rowcall.sql.SqlErrors;
import io.rowcall.table.TableUnusableException;
import io.rowcall.write.RowWriter;
import io.rowcall.write.VerdictSink;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final ApplyProperties properties;
    private final TransactionTemplate transaction;

    GroupTransaction(
            Ledger ledger,
            RowWriter writer,
            Outbox outbox,
            Steps steps,
            ApplyProperties properties,
            PlatformTransactionManager transactions) {
        this.ledger = ledger;
        this.writer = writer;
        this.outbox = outbox;
        this.steps = steps;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Applies batches with distinct ids and commits.
     *
     * @return an answer for every batch
     * @throws ClaimBusy where another worker is at one of the ids
     */
    Map<BatchKey, Answer> apply(Target target, List<Batch> batches) throws TableUnusableException {
        try {
            Map<BatchKey, Answer> answers = transaction.execute(status -> applyInTransaction(target, batches, status));
            steps.reached(Step.COMMITTED, target.name());
            return answers == null ? Map.of() : answers;
        } catch (Unusable e) {
            throw e.cause;
        }
    }

    private Map<BatchKey, Answer> applyInTransaction(Target target, List<Batch> batches, TransactionStatus status) {
        Map<BatchKey, Work> works = new LinkedHashMap<>();
        LocalDateTime now = ledger.now();
        long deadline = System.nanoTime() + properties.workDeadline().toNanos();
        batches.forEach(batch -> works.put(batch.key(), new Work(target, batch, now, deadline)));
        boolean dryRun = batches.getFirst().dryRun();
        Map<BatchKey, LedgerEntry> before = dryRun ? Map.of() : claim(works);
        steps.reached(Step.CLAIMED, target.name());

        List<RowWriter.Assignment> fresh = new ArrayList<>();
        works.forEach((key, work) -> {
            if (!before.containsKey(key)) {
                fresh.add(new RowWriter.Assignment(work.batch, work));
            }
        });
        write(target, fresh);
        steps.reached(Step.WRITTEN, target.name());

        Map<BatchKey, Answer> answers = new LinkedHashMap<>();
        List<Answer.Applied> applied = new ArrayList<>();
        works.forEach((key, work) -> {
            LedgerEntry entry = before.get(key);
            if (entry != null) {
                answers.put(key, knownBefore(work.batch, entry));
            } else if (dryRun) {
                answers.put(key, work.dryRun());
            } else {
                applied.add(work.applied());
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

    private Map<BatchKey, LedgerEntry> claim(Map<BatchKey, Work> works) {
        try {
            return ledger.claim(
                    works.values().stream().map(work -> work.claimed).toList());
        } catch (RuntimeException e) {
            if (SqlErrors.is(e, SqlErrors.LOCK_WAIT_TIMEOUT)) {
                throw new ClaimBusy(e);
            }
            throw e;
        }
    }

    private void write(Target target, List<RowWriter.Assignment> fresh) {
        try {
            writer.write(target, fresh);
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

    /** The attempt was counted; here, so that the order of the steps is in one place. */
    void counted(Target target) {
        steps.reached(Step.COUNTED, target.name());
    }

    /** Carries a checked exception through the transaction. */
    private static final class Unusable extends RuntimeException {
        private final TableUnusableException cause;

        Unusable(TableUnusableException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /** What is known of a batch while its rows are written. */
    private static final class Work implements VerdictSink {

        private final Batch batch;
        private final LedgerEntry claimed;
        private final FailurePages failures;
        private final long deadline;
        private int inserted;
        private int updated;
        private int unchanged;
        private int failed;

        Work(Target target, Batch batch, LocalDateTime now, long deadline) {
            this.batch = batch;
            this.deadline = deadline;
            this.failures = new FailurePages(target);
            int rows = batch.rowCount();
            this.claimed =
                    new LedgerEntry(batch.key(), batch.hash(), new Counts(rows, rows, 0, 0, 0), 1, batch.part(), now);
        }

        @Override
        public void verdict(Row row, Verdict verdict) {
            switch (verdict) {
                case Verdict.Done done -> {
                    switch (done) {
                        case INSERTED -> inserted++;
                        case UPDATED -> updated++;
                        case UNCHANGED -> unchanged++;
                    }
                }
                case Verdict.Failed reasons -> {
                    failed++;
                    failures.add(row, reasons.reasons());
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new WorkDeadlineException(batch.key());
            }
        }

        Answer.Applied applied() {
            return new Answer.Applied(entry(), failures.compressed(), batch.correlationId());
        }

        Answer.DryRun dryRun() {
            return new Answer.DryRun(entry(), failures.compressed(), batch.correlationId());
        }

        private LedgerEntry entry() {
            Counts counts = new Counts(batch.rowCount(), inserted, updated, unchanged, failed);
            return claimed.with(counts, Math.max(1, failures.compressed().size()));
        }
    }
}
