package io.rowcall.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.rowcall.apply.BatchEvent;
import io.rowcall.apply.Targets;
import io.rowcall.batch.Counts;
import io.rowcall.batch.Status;
import io.rowcall.batch.Target;
import org.springframework.stereotype.Component;

/**
 * Counts batches and rows, apart from each other.
 *
 * <ul>
 *   <li>{@code rowcall.batches{target,outcome}}: batches answered. {@code completed + partial + failed} are those
 *       applied by this worker, {@code repeated} had been applied before, {@code dry-run} and {@code refused} changed
 *       nothing. The same batch twice in one group counts once.
 *   <li>{@code rowcall.rows{target,verdict}}: rows of the applied ones; all verdicts together are all their rows.
 *   <li>{@code rowcall.rows.failed{target,code}}: a row counts once under each of its codes, so these add up to
 *       {@code rowcall.rows{verdict="failed"}} or more.
 *   <li>{@code rowcall.isolation.statements{target}}: statements that finding bad rows took, of committed groups.
 * </ul>
 */
@Component
class BatchMeters implements BatchEvent.Listener {

    private static final String REPEATED = "repeated";
    private static final String DRY_RUN = "dry-run";

    private final MeterProvider<Counter> batches;
    private final MeterProvider<Counter> rows;
    private final MeterProvider<Counter> failedRows;
    private final MeterProvider<Counter> statements;

    BatchMeters(MeterRegistry registry, Targets targets) {
        this.batches = Counter.builder("rowcall.batches")
                .description("Batches answered")
                .withRegistry(registry);
        this.rows = Counter.builder("rowcall.rows")
                .description("Rows of applied batches")
                .withRegistry(registry);
        this.failedRows = Counter.builder("rowcall.rows.failed")
                .description("Failed rows, once under each of their codes")
                .withRegistry(registry);
        this.statements = Counter.builder("rowcall.isolation.statements")
                .description("Statements that finding bad rows took, beyond those that write good ones")
                .withRegistry(registry);
        targets.all().forEach(this::startAtZero);
    }

    /** A counter that is born with its first event hides that event from rates. */
    private void startAtZero(Target target) {
        for (Status status : Status.values()) {
            count(target.name(), status.word(), 0);
        }
        count(target.name(), REPEATED, 0);
        count(target.name(), DRY_RUN, 0);
        countRows(target.name(), new Counts(0, 0, 0, 0, 0));
        statements.withTags(Tags.of("target", target.name())).increment(0);
    }

    @Override
    public void happened(BatchEvent event) {
        String target = event.target();
        switch (event) {
            case BatchEvent.Applied applied -> {
                count(target, applied.counts().status().word(), 1);
                countRows(target, applied.counts());
                applied.failures()
                        .forEach((code, count) -> failedRows
                                .withTags(Tags.of("target", target, "code", code.name()))
                                .increment(count));
            }
            case BatchEvent.Repeated ignored -> count(target, REPEATED, 1);
            case BatchEvent.Tried ignored -> count(target, DRY_RUN, 1);
            case BatchEvent.Isolated isolated ->
                statements.withTags(Tags.of("target", target)).increment(isolated.statements());
            case BatchEvent.Refused ignored -> count(target, Status.REFUSED.word(), 1);
        }
    }

    private void count(String target, String outcome, int by) {
        batches.withTags(Tags.of("target", target, "outcome", outcome)).increment(by);
    }

    private void countRows(String target, Counts counts) {
        countRows(target, "inserted", counts.inserted());
        countRows(target, "updated", counts.updated());
        countRows(target, "unchanged", counts.unchanged());
        countRows(target, "failed", counts.failed());
    }

    private void countRows(String target, String verdict, int by) {
        rows.withTags(Tags.of("target", target, "verdict", verdict)).increment(by);
    }
}
