package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.table.Column;
import io.rowcall.write.MarkedInsert.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows that marks are about. A mark tells by which values its row met another one, and rows alike in these
 * meet the same: where the first of them went in, all others have met it; where it met another row, so have they all.
 */
final class Marked {

    /**
     * The mark of each row of the chunk, null for rows that went in.
     *
     * @throws UnclearMarksException where marks and rows don't fit together
     */
    static @Nullable Mark[] of(Chunk chunk, MarkedInsert.Done done, List<Column> deciding) {
        List<Mark> marks = done.marks();
        @Nullable Mark[] byRow = new Mark[chunk.size()];
        if (marks.isEmpty()) {
            return byRow;
        }
        Map<List<@Nullable String>, List<Mark>> byIdentity = new HashMap<>();
        marks.forEach(mark -> byIdentity
                .computeIfAbsent(mark.identity(), identity -> new ArrayList<>())
                .add(mark));
        rows(chunk, deciding, byIdentity).forEach((identity, rows) -> {
            List<Mark> theirs = byIdentity.getOrDefault(identity, List.of());
            int first = rows.size() - theirs.size();
            if (first > 1 || first < 0) {
                throw new UnclearMarksException(chunk, done);
            }
            for (int i = first; i < rows.size(); i++) {
                byRow[rows.get(i)] = theirs.get(i - first);
            }
            byIdentity.remove(identity);
        });
        if (!byIdentity.isEmpty()) {
            throw new UnclearMarksException(chunk, done);
        }
        return byRow;
    }

    /** Whether two rows of the chunk are alike in the deciding columns: then the second one's number, else its size. */
    static int firstRepeated(Chunk chunk, List<Column> deciding) {
        Map<List<@Nullable String>, Integer> seen = new HashMap<>();
        int[] positions = chunk.positions(deciding);
        for (int row = 0; row < chunk.size(); row++) {
            if (seen.put(identity(chunk, row, deciding, positions), row) != null) {
                return row;
            }
        }
        return chunk.size();
    }

    private static Map<List<@Nullable String>, List<Integer>> rows(
            Chunk chunk, List<Column> deciding, Map<List<@Nullable String>, List<Mark>> wanted) {
        Map<List<@Nullable String>, List<Integer>> rows = new HashMap<>();
        int[] positions = chunk.positions(deciding);
        for (int row = 0; row < chunk.size(); row++) {
            List<@Nullable String> identity = identity(chunk, row, deciding, positions);
            if (wanted.containsKey(identity)) {
                rows.computeIfAbsent(identity, same -> new ArrayList<>()).add(row);
            }
        }
        return rows;
    }

    private static List<@Nullable String> identity(Chunk chunk, int row, List<Column> deciding, int[] positions) {
        List<Bound> values = chunk.rows().get(row).values();
        List<@Nullable String> identity = new ArrayList<>(positions.length);
        for (int c = 0; c < positions.length; c++) {
            identity.add(KeyText.ofBound(deciding.get(c), values.get(positions[c])));
        }
        return identity;
    }

    private Marked() {}
}
