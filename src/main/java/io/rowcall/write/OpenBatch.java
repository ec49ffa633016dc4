package io.rowcall.write;

/** What the writer keeps of a batch while its rows are written. */
final class OpenBatch {

    final VerdictSink sink;
    final InsertedKeys inserted = new InsertedKeys();

    OpenBatch(VerdictSink sink) {
        this.sink = sink;
    }
}
