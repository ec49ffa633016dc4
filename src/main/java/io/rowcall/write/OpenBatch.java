package io.rowcall.write;

/** What the writer keeps of a batch while its rows are written. */
final class OpenBatch {

    final VerdictSink sink;
    final InsertedRows inserted = new InsertedRows();

    OpenBatch(VerdictSink sink) {
        this.sink = sink;
    }
}
