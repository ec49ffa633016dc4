package io.rowcall.batch;

import org.jspecify.annotations.Nullable;

/**
 * Where a batch stands in an import of several batches.
 *
 * @param importId the import's id
 * @param part from 1, or null where the producer doesn't number its parts
 * @param parts how many parts the import has, or null where that isn't known yet
 */
public record ImportPart(
        String importId, @Nullable Integer part, @Nullable Integer parts) {}
