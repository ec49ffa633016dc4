package io.rowcall.apply;

import io.rowcall.batch.BatchKey;
import org.springframework.dao.QueryTimeoutException;

/** A batch took longer than the broker would wait for its ack; it is rolled back and the target held for a while. */
final class WorkDeadlineException extends QueryTimeoutException {
    WorkDeadlineException(BatchKey key) {
        super("batch " + key + " took longer than rowcall.apply.work-deadline; raise that, or send smaller batches");
    }
}
