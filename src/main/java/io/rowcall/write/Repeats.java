package io.rowcall.write;

import io.rowcall.table.Column;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a chunk that have a unique key's value from an earlier row of it, letter for letter. Each is certain to meet that
 * row, if that one goes in. To an INSERT that is dear: to meet a row on a secondary key it locks the gap before it, where
 * other consumers want to insert. So they are put aside, and asked about when the others are in.
 *
 * @param rows their numbers, ascending
 * @param firsts for each, the number that the earlier row has once these rows are put aside
 * @param keys for each, the key on which it meets that row
 */
record Repeats(List<Integer> rows, List<Integer> firsts, List<UniqueKey> keys) {

    static final Repeats NONE = new Repeats(List.of(), List.of(), List.of());

    /**
     * A key and what was given in it so far.
     *
     * @param firsts the number of the first row that gave this
     */
    private record Seen(UniqueKey key, List<Column> columns, int[] positions, Map<List<String>, Integer> firsts) {}

    /** In the rows of the chunk, on keys that can be asked for, with the columns of each. */
    static Repeats of(Chunk chunk, Map<UniqueKey, List<Column>> keys) {
        if (keys.isEmpty()) {
            return NONE;
        }
        List<Seen> seen = new ArrayList<>(keys.size());
        keys.forEach((key, columns) -> seen.add(new Seen(key, columns, chunk.positions(columns), new HashMap<>())));
        Repeats repeats = new Repeats(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int row = 0; row < chunk.size(); row++) {
            repeats.add(chunk, row, seen);
        }
        return repeats;
    }

    private void add(Chunk chunk, int row, List<Seen> seen) {
        List<@Nullable List<String>> given = new ArrayList<>(seen.size());
        for (Seen each : seen) {
            List<String> values = chunk.key(row, each.columns(), each.positions());
            Integer first = values == null ? null : each.firsts().get(values);
            if (first != null) {
                rows.add(row);
                firsts.add(first);
                keys.add(each.key());
                return;
            }
            given.add(values);
        }
        int number = row - rows.size();
        for (int k = 0; k < given.size(); k++) {
            List<String> values = given.get(k);
            if (values != null) {
                seen.get(k).firsts().put(values, number);
            }
        }
    }

    /** These rows by the key on which they meet others, each by its number once all others are settled. */
    Map<UniqueKey, List<Integer>> byKey() {
        Map<UniqueKey, List<Integer>> byKey = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            byKey.computeIfAbsent(keys.get(i), key -> new ArrayList<>()).add(i);
        }
        return byKey;
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
