package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Verdict;
import io.rowcall.batch.Verdict.Done;
import io.rowcall.batch.Verdict.Failed;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.UniqueKey;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.MarkedInsert.Mark;
import io.rowcall.write.RowMet.Met;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Settles rows that meet others on unique keys: what the policy makes of them, and whom they met. */
final class Duplicates {

    /** So many rows of a chunk are looked at one by one, where marks say less of them. */
    private static final int LOOKS = 20;

    private final Statements statements;
    private final Questions questions;
    private final RowMet rowMet;

    Duplicates(Statements statements, Questions questions) {
        this.statements = statements;
        this.questions = questions;
        this.rowMet = new RowMet(statements);
    }

    /** Takes out the rows that meet a row of the table on one of these keys, each with its columns. */
    boolean askAhead(OpenRows rows, Map<UniqueKey, List<Column>> keys) {
        return takeOut(rows, questions.duplicates(rows.open(), keys), keys);
    }

    /**
     * Takes out rows of which it is known on which key they meet a row.
     *
     * @param losers open rows by that key
     * @param keys with the columns of each
     * @return whether there were any
     */
    boolean takeOut(OpenRows rows, Map<UniqueKey, List<Integer>> losers, Map<UniqueKey, List<Column>> keys) {
        Chunk open = rows.open();
        losers.forEach((key, numbers) -> {
            if (open.policy() == DuplicatePolicy.IGNORE) {
                numbers.forEach(row -> rows.settle(row, Done.UNCHANGED));
            } else {
                Traces traces = Traces.of(open);
                DuplicateKey met = new DuplicateKey(key.name(), key);
                // One that can't be looked at stays open; the INSERT finds it again.
                questions
                        .met(open, key, Objects.requireNonNull(keys.get(key)), numbers)
                        .forEach((row, sighting) ->
                                rows.settle(row, verdict(open, met, met(open, row, sighting, traces))));
            }
            numbers.forEach(row -> rows.breaks(key.name()));
        });
        rows.takeOut();
        return !losers.isEmpty();
    }

    /**
     * Settles all open rows by what the INSERT told.
     *
     * @param marks of the open rows
     * @throws UnclearMarksException where that doesn't add up
     */
    void settle(OpenRows rows, MarkedInsert.Done done, @Nullable Mark[] marks) {
        Chunk open = rows.open();
        requireSum(open, done);
        rememberWritten(open, marks);
        Traces traces = Traces.of(open);
        int looks = 0;
        for (int row = 0; row < marks.length; row++) {
            Mark mark = marks[row];
            if (mark == null) {
                rows.settle(row, Done.INSERTED);
            } else if (mark.updated() != null) {
                rows.settle(row, mark.updated());
            } else if (open.policy() == DuplicatePolicy.IGNORE) {
                mark.keys().forEach(common -> rows.breaks(common.name()));
                rows.settle(row, Done.UNCHANGED);
            } else {
                boolean look = (mark.keys().isEmpty() || mark.met() == null) && looks++ < LOOKS;
                DuplicateKey key = key(open, row, mark, look);
                mark.keys().forEach(common -> rows.breaks(common.name()));
                Met met = mark.met() != null
                        ? met(open, row, mark.met(), traces)
                        : look ? rowMet.byInsert(open, row, key.key()) : Met.UNSEEN;
                rows.settle(row, verdict(open, key, met));
            }
        }
        rows.takeOut();
    }

    private static Verdict verdict(Chunk chunk, DuplicateKey key, Met met) {
        return chunk.policy() == DuplicatePolicy.UNCHANGED && met.equal()
                ? Done.UNCHANGED
                : new Failed(DuplicateReason.of(chunk, key, met));
    }

    private static Met met(Chunk chunk, int row, Sighting sighting, Traces traces) {
        return new Met(sighting, traces.find(chunk.owners().get(row).inserted.keys(), sighting.stored()));
    }

    /** MySQL counts 1 for a row inserted, 2 for one changed and 0 for one left as it was. */
    private static void requireSum(Chunk chunk, MarkedInsert.Done done) {
        int inserted = chunk.size() - done.marks().size();
        int updated = (int) done.marks().stream()
                .filter(mark -> mark.updated() == Done.UPDATED)
                .count();
        if (done.affected() != inserted + 2 * updated) {
            throw new UnclearMarksException(chunk, done);
        }
    }

    private static void rememberWritten(Chunk chunk, @Nullable Mark[] marks) {
        int first = 0;
        for (int row = 0; row <= marks.length; row++) {
            Mark mark = row < marks.length ? marks[row] : null;
            if (row == marks.length || (mark != null && mark.updated() != Done.UPDATED)) {
                if (first < row) {
                    Traces.remember(chunk, first, row);
                }
                first = row + 1;
            }
        }
    }

    /** The key on which the row met another one; where columns don't tell, the row by itself makes the server name it. */
    private DuplicateKey key(Chunk chunk, int row, Mark mark, boolean look) {
        if (!mark.keys().isEmpty()) {
            UniqueKey key = mark.keys().getFirst();
            return new DuplicateKey(key.name(), key);
        }
        DuplicateKey named = look ? named(chunk, row) : null;
        return named != null ? named : DuplicateKey.UNNAMED;
    }

    private @Nullable DuplicateKey named(Chunk chunk, int row) {
        statements.insert(new Sql().add("SAVEPOINT rowcall_name"));
        try {
            statements.insert(chunk.insert(row, row + 1));
            statements.insert(new Sql().add("ROLLBACK TO SAVEPOINT rowcall_name"));
            return null;
        } catch (RuntimeException e) {
            return FailureClassifier.ofRow(e) instanceof RowFault fault ? DuplicateKey.of(chunk, fault) : null;
        }
    }
}
