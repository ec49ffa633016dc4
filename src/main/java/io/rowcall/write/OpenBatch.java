package io.rowcall.write;

import io.rowcall.batch.Batch;

/** A batch whose rows are being written. */
final class OpenBatch {

    final Batch batch;
    final VerdictSink sink;
    final InsertedKeys inserted = new InsertedKeys();

    OpenBatch(Batch batch, VerdictSink sink) {
        this.batch = batch;
        this.sink = sink;
    }
}
