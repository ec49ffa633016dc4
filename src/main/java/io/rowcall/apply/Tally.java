package io.rowcall.apply;

import io.rowcall.batch.Batch;
import io.rowcall.batch.Counts;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Verdict;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.Answer;
import io.rowcall.result.FailurePages;
import io.rowcall.write.VerdictSink;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** What is known of a batch while its rows are written. */
final class Tally implements VerdictSink {

    private final Batch batch;
    private final LedgerEntry claim;
    private final FailurePages failures;
    private final Map<ReasonCode, Integer> byCode = new EnumMap<>(ReasonCode.class);
    private final long deadline;
    private int inserted;
    private int updated;
    private int unchanged;
    private int failed;

    /** @param deadline by {@link System#nanoTime()}; a verdict that comes later ends the group */
    Tally(Target target, Batch batch, LocalDateTime now, long deadline) {
        this.batch = batch;
        this.deadline = deadline;
        this.failures = new FailurePages(target);
        int rows = batch.rowCount();
        this.claim = new LedgerEntry(batch.key(), batch.hash(), new Counts(rows, rows, 0, 0, 0), 1, batch.part(), now);
    }

    Batch batch() {
        return batch;
    }

    /** The ledger's entry if every row goes in. */
    LedgerEntry claim() {
        return claim;
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
                EnumSet<ReasonCode> codes = EnumSet.noneOf(ReasonCode.class);
                for (Reason reason : reasons.reasons()) {
                    codes.add(reason.code());
                }
                codes.forEach(code -> byCode.merge(code, 1, Integer::sum));
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

    /** To be told after the commit. */
    BatchEvent event() {
        return new BatchEvent.Applied(batch.key().target(), counts(), Map.copyOf(byCode));
    }

    private Counts counts() {
        return new Counts(batch.rowCount(), inserted, updated, unchanged, failed);
    }

    private LedgerEntry entry() {
        return claim.with(counts(), Math.max(1, failures.compressed().size()));
    }
}
