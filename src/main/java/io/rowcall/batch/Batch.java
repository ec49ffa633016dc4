package io.rowcall.batch;

import org.jspecify.annotations.Nullable;

/**
 * A decoded batch: its body was read once from end to end and can be read again.
 *
 * @param hash tells a repeat of this batch from another batch with the same id
 * @param policy the effective one: the header's, else the target's default
 * @param dryRun applied alone, rolled back, claims nothing
 * @param correlationId echoed in the result
 * @param rowCount number of rows
 * @param rows in order; may be iterated several times, and for large bodies decodes anew each time
 * @param bytes size of the inflated body
 */
public record Batch(
        BatchKey key,
        ContentHash hash,
        DuplicatePolicy policy,
        boolean dryRun,
        @Nullable ImportPart part,
        @Nullable String correlationId,
        int rowCount,
        Iterable<Row> rows,
        long bytes) {}
