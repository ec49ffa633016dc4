package io.rowcall.batch;

/**
 * How the rows of a batch fared: {@code inserted + updated + unchanged + failed = rows}, always.
 *
 * @param rows all rows of the batch
 */
public record Counts(int rows, int inserted, int updated, int unchanged, int failed) {

    public Counts {
        if (inserted < 0
                || updated < 0
                || unchanged < 0
                || failed < 0
                || inserted + updated + unchanged + failed != rows) {
            throw new IllegalArgumentException("the verdicts don't add up: %d + %d + %d + %d != %d"
                    .formatted(inserted, updated, unchanged, failed, rows));
        }
    }

    /** What these counts make of the batch. */
    public Status status() {
        if (failed == 0) {
            return Status.COMPLETED;
        }
        return failed == rows ? Status.FAILED : Status.PARTIAL;
    }
}
