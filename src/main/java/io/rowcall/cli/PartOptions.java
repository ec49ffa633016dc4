package io.rowcall.cli;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.publish.BatchSplitter;
import io.rowcall.publish.OutgoingBatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the rows become batches. */
final class PartOptions {

    @Option(
            names = {"-t", "--target"},
            required = true,
            paramLabel = "TARGET",
            description = "where the rows go: a target that a worker serves")
    private String target = "";

    @Option(
            names = "--import-id",
            paramLabel = "ID",
            description = "names this import for good: the same file under the same id, cut the same way, "
                    + "is applied once however often it is published (default: a new id)")
    private @Nullable String importId;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + BatchSplitter.DEFAULT_ROWS,
            description = "rows in a batch, at most (default: ${DEFAULT-VALUE})")
    private int rows;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "" + BatchSplitter.DEFAULT_BYTES,
            description = "bytes in a batch before compression, at most (default: ${DEFAULT-VALUE})")
    private int bytes;

    @Option(names = "--gzip", description = "compress the batches")
    private boolean gzip;

    @Option(
            names = "--on-duplicate",
            paramLabel = "POLICY",
            description = "fail, unchanged, ignore or update, if the target allows it (default: the target's own)")
    private @Nullable DuplicatePolicy onDuplicate;

    @Option(names = "--dry-run", description = "only try: be answered as if the rows had been inserted")
    private boolean dryRun;

    boolean isDryRun() {
        return dryRun;
    }

    BatchSplitter splitter() {
        String id = importId == null ? BatchSplitter.newImportId() : importId;
        return new BatchSplitter(target, id, rows, bytes, this::finish);
    }

    private OutgoingBatch finish(OutgoingBatch batch) {
        OutgoingBatch finished = onDuplicate == null ? batch : batch.onDuplicate(onDuplicate);
        finished = dryRun ? finished.asDryRun() : finished;
        return gzip ? finished.gzipped() : finished;
    }
}
