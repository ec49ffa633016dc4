package io.rowcall.write;

import io.rowcall.batch.Row;
import io.rowcall.batch.Verdict;

/** Takes the verdicts on the rows of one batch, each row once, in the batch's order. */
@FunctionalInterface
public interface VerdictSink {

    /** What became of a row, provided that the transaction commits. */
    void verdict(Row row, Verdict verdict);
}
