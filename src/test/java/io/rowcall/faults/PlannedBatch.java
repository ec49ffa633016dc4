package io.rowcall.faults;

import io.rowcall.testing.BatchMessage;

/** A batch and what has to come of it. */
record PlannedBatch(BatchMessage message, Expectation expectation) {}
