package io.rowcall.write;

import io.rowcall.preflight.Bound;
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

    /** What a row gives in a key. */
    private record Given(UniqueKey key, List<@Nullable String> values) {}

    /** In the rows of the chunk, on keys that can be asked for, with the columns of each. */
    static Repeats of(Chunk chunk, Map<UniqueKey, List<Column>> keys) {
        if (keys.isEmpty()) {
            return NONE;
        }
        Repeats repeats = new Repeats(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<Given, Integer> seen = new HashMap<>();
        for (int row = 0; row < chunk.size(); row++) {
            repeats.add(row, given(chunk, row, keys), seen);
        }
        return repeats;
    }

    private void add(int row, List<Given> given, Map<Given, Integer> seen) {
        for (Given each : given) {
            Integer first = seen.get(each);
            if (first != null) {
                rows.add(row);
                firsts.add(first);
                keys.add(each.key());
                return;
            }
        }
        int number = row - rows.size();
        given.forEach(each -> seen.put(each, number));
    }

    /** What the row gives in each key, but for those with a NULL, which meet nothing. */
    private static List<Given> given(Chunk chunk, int row, Map<UniqueKey, List<Column>> keys) {
        List<Given> given = new ArrayList<>(keys.size());
        keys.forEach((key, columns) -> {
            List<@Nullable String> values = new ArrayList<>(columns.size());
            for (Column column : columns) {
                Bound bound = chunk.value(row, column.name());
                values.add(bound == null ? null : KeyText.ofBound(column, bound));
            }
            if (!values.contains(null)) {
                given.add(new Given(key, values));
            }
        });
        return given;
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
