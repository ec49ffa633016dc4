package io.rowcall.write;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that one batch has put in, to tell a row that met its own batch from one that met the table. Their keys are
 * looked at when somebody asks, which for most batches is never; until then a few chunks wait in memory, no more.
 */
final class InsertedRows {

    private static final int MOST_WAITING_CHUNKS = 4;

    /** Rows of a chunk, from (inclusive) to (exclusive). */
    private record Range(Chunk chunk, int from, int to) {}

    private final InsertedKeys keys = new InsertedKeys();
    private final List<Range> waiting = new ArrayList<>();
    private int waitingChunks;

    /** Rows of the chunk from (inclusive) to (exclusive), all of this batch, have gone in or were updated. */
    @SuppressWarnings("ReferenceEquality") // the same chunk, not an equal one
    void add(Chunk chunk, int from, int to) {
        Range last = waiting.isEmpty() ? null : waiting.getLast();
        if (last == null || last.chunk != chunk) {
            if (waitingChunks == MOST_WAITING_CHUNKS) {
                lookAtKeys();
            }
            waitingChunks++;
            waiting.add(new Range(chunk, from, to));
        } else if (last.to == from) {
            waiting.set(waiting.size() - 1, new Range(chunk, last.from, to));
        } else {
            waiting.add(new Range(chunk, from, to));
        }
    }

    /** The keys of all of them. */
    InsertedKeys keys() {
        lookAtKeys();
        return keys;
    }

    private void lookAtKeys() {
        waiting.forEach(range -> Traces.add(range.chunk, range.from, range.to, keys));
        waiting.clear();
        waitingChunks = 0;
    }
}
