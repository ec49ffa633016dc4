package io.rowcall.write;

import io.rowcall.batch.Verdict;
import io.rowcall.batch.Verdict.Done;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.FailureClass.Unknown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries a list of rows as one statement and, where the server refuses it, its parts. Always right, with triggers too:
 * a failed statement leaves no trace, the left part goes before the right one, and a row alone is the reference itself.
 * Where MySQL says {@code at row N} the list is split there, which is only a hint: every part is tried all the same.
 */
final class Bisect implements Isolation {

    /** So few rows are tried one by one: halving would cost as many statements. */
    private static final int FEW = 8;

    /** Where more than one row in so many failed, halves are hardly ever clean. */
    private static final int DIRTY_SHARE = 8;

    private static final int SETTLED_TO_JUDGE = 64;

    private final Statements statements;
    private final SingleRow single;

    Bisect(Statements statements, SingleRow single) {
        this.statements = statements;
        this.single = single;
    }

    @Override
    public List<Verdict> settle(Chunk chunk) {
        List<Verdict> verdicts = new ArrayList<>(chunk.size());
        Tally tally = new Tally();
        settle(chunk, 0, chunk.size(), verdicts, tally);
        if (tally.suspect != null) {
            throw tally.suspect;
        }
        return verdicts;
    }

    private void settle(Chunk chunk, int from, int to, List<Verdict> verdicts, Tally tally) {
        if (from == to) {
            return;
        }
        if (to - from == 1 || tally.isDirty()) {
            for (int row = from; row < to; row++) {
                one(chunk, row, verdicts, tally);
            }
            return;
        }
        try {
            statements.insert(chunk.insert(from, to));
            Traces.remember(chunk, from, to);
            for (int row = from; row < to; row++) {
                tally.add(verdicts, Done.INSERTED);
            }
        } catch (RuntimeException e) {
            int before = verdicts.size();
            switch (FailureClassifier.ofRow(e)) {
                case RowFault fault -> parts(chunk, from, to, badRow(chunk, fault, to - from), verdicts, tally);
                case Unknown unknown -> {
                    parts(chunk, from, to, 0, verdicts, tally);
                    // Gone by itself, it was no row's, and nobody knows what it has done.
                    if (verdicts.subList(before, verdicts.size()).stream()
                            .noneMatch(verdict -> Reasons.blames(verdict, unknown))) {
                        throw e;
                    }
                }
            }
        }
    }

    /** @param bad number of the row that the server named, from 1, or 0 */
    private void parts(Chunk chunk, int from, int to, int bad, List<Verdict> verdicts, Tally tally) {
        if (bad > 0) {
            settle(chunk, from, from + bad - 1, verdicts, tally);
            one(chunk, from + bad - 1, verdicts, tally);
            settle(chunk, from + bad, to, verdicts, tally);
        } else if (to - from <= FEW) {
            for (int row = from; row < to; row++) {
                one(chunk, row, verdicts, tally);
            }
        } else {
            int middle = from + (to - from) / 2;
            settle(chunk, from, middle, verdicts, tally);
            settle(chunk, middle, to, verdicts, tally);
        }
    }

    private void one(Chunk chunk, int row, List<Verdict> verdicts, Tally tally) {
        try {
            Verdict verdict = single.settle(chunk, row);
            if (verdict == Done.INSERTED || verdict == Done.UPDATED) {
                Traces.remember(chunk, row, row + 1);
            }
            tally.add(verdicts, verdict);
        } catch (SingleRow.Unproven e) {
            tally.add(verdicts, e.failed());
            tally.suspect = e;
        }
    }

    /** Triggers count the rows of their own statements. */
    private static int badRow(Chunk chunk, RowFault fault, int rows) {
        Integer number = chunk.table().triggers().mayRunOnWrite() ? null : fault.rowNumber();
        return number != null && number >= 1 && number <= rows ? number : 0;
    }

    /** How many rows of the chunk were settled, and how many of them did not simply go in. */
    private static final class Tally {
        private int settled;
        private int troubled;

        /** The last row that failed for an error nobody knows, until another row shows that the table takes rows. */
        private SingleRow.@Nullable Unproven suspect;

        void add(List<Verdict> verdicts, Verdict verdict) {
            verdicts.add(verdict);
            settled++;
            if (verdict == Done.INSERTED) {
                suspect = null;
            } else {
                troubled++;
            }
        }

        boolean isDirty() {
            return settled >= SETTLED_TO_JUDGE && troubled * DIRTY_SHARE > settled;
        }
    }
}
