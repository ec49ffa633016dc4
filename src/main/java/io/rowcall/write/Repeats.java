package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.table.Column;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a chunk that have a unique key's value from an earlier row of it, letter for letter. Each is certain to meet that
 * row, if that one goes in. To an INSERT that is dear: to meet a row on a secondary key it locks the gap before it, where
 * other consumers want to insert. So they are put aside, and asked about when the others are in.
 *
 * @param rows their numbers, ascending
 * @param firsts for each, the number that the earlier row has once these rows are put aside
 */
record Repeats(List<Integer> rows, List<Integer> firsts) {

    static final Repeats NONE = new Repeats(List.of(), List.of());

    /** In the rows of the chunk, on keys that can be asked for, with the columns of each. */
    static Repeats of(Chunk chunk, Map<UniqueKey, List<Column>> keys) {
        if (keys.isEmpty()) {
            return NONE;
        }
        List<Integer> rows = new ArrayList<>();
        List<Integer> firsts = new ArrayList<>();
        Map<List<@Nullable Object>, Integer> seen = new HashMap<>();
        for (int row = 0; row < chunk.size(); row++) {
            List<List<@Nullable Object>> values = values(chunk, row, keys);
            Integer first = values.stream()
                    .map(seen::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (first != null) {
                rows.add(row);
                firsts.add(first);
            } else {
                int number = row - rows.size();
                values.forEach(value -> seen.put(value, number));
            }
        }
        return new Repeats(rows, firsts);
    }

    /** What the row gives in each key, but for those with a NULL, which meet nothing; the key's name comes first. */
    private static List<List<@Nullable Object>> values(Chunk chunk, int row, Map<UniqueKey, List<Column>> keys) {
        List<List<@Nullable Object>> all = new ArrayList<>(keys.size());
        keys.forEach((key, columns) -> {
            List<@Nullable Object> value = new ArrayList<>(columns.size() + 1);
            value.add(key.name());
            for (Column column : columns) {
                Bound bound = chunk.value(row, column.name());
                value.add(bound == null ? null : KeyText.ofBound(column, bound));
            }
            if (!value.contains(null)) {
                all.add(value);
            }
        });
        return all;
    }

    boolean any() {
        return !rows.isEmpty();
    }

    /**
     * Whether one of the earlier rows did not go in: then nothing is certain about those that repeat it.
     *
     * @param marks of the chunk without these rows
     */
    boolean anyFirstLost(MarkedInsert.@Nullable Mark[] marks) {
        return firsts.stream().anyMatch(first -> marks[first] != null);
    }
}
