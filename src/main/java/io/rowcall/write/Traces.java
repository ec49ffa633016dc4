package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.table.Column;
import io.rowcall.table.TableShape;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * By what a row of the table can be told to be one that this batch put in: the values of its unique keys, and where a
 * key is computed from the row, all that was given. Goes by values as they were given, so a trigger that changes keys
 * before an INSERT makes it miss, or name another row of the batch.
 */
final class Traces {

    /** Columns whose values together are no other row's. */
    private record Trace(String name, List<Column> columns) {}

    private final List<Trace> traces = new ArrayList<>();

    private Traces() {}

    static Traces of(Chunk chunk) {
        Traces all = new Traces();
        for (UniqueKey key : chunk.table().uniqueKeys()) {
            wholeColumns(chunk.table(), key).ifPresent(columns -> all.traces.add(new Trace(key.name(), columns)));
        }
        boolean computed = chunk.table().uniqueKeys().stream().anyMatch(key -> isComputed(chunk, key));
        if (computed && !chunk.columns().isEmpty() && chunk.columns().stream().allMatch(KeyText::exact)) {
            String name = chunk.columns().stream().map(Column::name).collect(Collectors.joining(","));
            all.traces.add(new Trace("row of " + name, chunk.columns()));
        }
        return all;
    }

    /** The columns whose stored values {@link #find} wants to know. */
    Set<Column> columns() {
        return traces.stream()
                .flatMap(trace -> trace.columns().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The given columns that decide together which of a chunk's rows meet each other and which rows of the table: rows
     * alike in all of them meet the same. Null where values can't be told by their texts.
     */
    static @Nullable List<Column> deciding(Chunk chunk) {
        boolean computed = chunk.table().uniqueKeys().stream().anyMatch(key -> isComputed(chunk, key));
        List<Column> deciding = chunk.columns().stream()
                .filter(column -> computed
                        || chunk.table().uniqueKeys().stream()
                                .flatMap(key -> key.parts().stream())
                                .anyMatch(part -> column.name().equalsIgnoreCase(part.column())))
                .toList();
        return deciding.stream().allMatch(KeyText::exact) ? deciding : null;
    }

    /** Remembers for their batches that rows went in or were updated, from (inclusive) to (exclusive). */
    static void remember(Chunk chunk, int from, int to) {
        int first = from;
        for (int row = from + 1; row <= to; row++) {
            OpenBatch owner = chunk.owners().get(first);
            if (row == to || !chunk.owners().get(row).equals(owner)) {
                owner.inserted.add(chunk, first, row);
                first = row;
            }
        }
    }

    /** Adds what rows of one batch left, from (inclusive) to (exclusive). */
    static void add(Chunk chunk, int from, int to, InsertedKeys inserted) {
        for (Trace trace : of(chunk).traces) {
            int[] positions = chunk.positions(trace.columns());
            for (int row = from; row < to; row++) {
                List<@Nullable String> values = given(chunk, row, trace, positions);
                inserted.add(trace.name(), values, chunk.rows().get(row).index());
            }
        }
    }

    /** The index of the batch's own row that left these values in the table, or -1. */
    int find(InsertedKeys inserted, Map<Column, @Nullable String> stored) {
        for (Trace trace : traces) {
            List<@Nullable String> values = new ArrayList<>();
            trace.columns().forEach(column -> values.add(stored.get(column)));
            int row = inserted.find(trace.name(), values);
            if (row >= 0) {
                return row;
            }
        }
        return -1;
    }

    private static List<@Nullable String> given(Chunk chunk, int row, Trace trace, int[] positions) {
        List<Bound> values = chunk.rows().get(row).values();
        List<@Nullable String> texts = new ArrayList<>(positions.length);
        for (int i = 0; i < positions.length; i++) {
            texts.add(positions[i] < 0 ? null : KeyText.ofBound(trace.columns().get(i), values.get(positions[i])));
        }
        return texts;
    }

    private static Optional<List<Column>> wholeColumns(TableShape table, UniqueKey key) {
        List<Column> columns = key.parts().stream()
                .map(UniqueKey.Part::column)
                .filter(Objects::nonNull)
                .map(name -> table.column(name).orElseThrow())
                .toList();
        return columns.size() == key.parts().size() ? Optional.of(columns) : Optional.empty();
    }

    /** Whether the server makes part of the key's value, other than by counting. */
    static boolean isComputed(Chunk chunk, UniqueKey key) {
        return wholeColumns(chunk.table(), key)
                .map(columns -> columns.stream()
                        .anyMatch(column -> !column.autoIncrement() && chunk.position(column.name()) < 0))
                .orElse(true);
    }
}
