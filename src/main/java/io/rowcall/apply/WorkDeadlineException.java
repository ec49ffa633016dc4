package io.rowcall.apply;

import io.rowcall.batch.BatchKey;

/** A batch took longer than the broker would wait for its ack; it is rolled back and the target held for a while. */
final class WorkDeadlineException extends RuntimeException {
    WorkDeadlineException(BatchKey key) {
        super("batch " + key + " took longer than rowcall.apply.work-deadline");
    }
}
