package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.UniqueKey;
import io.rowcall.write.ColumnSql.Other;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one expression tells of a row of the table that another row met: which of the given columns differ in it, and
 * what it holds in its keys.
 *
 * @param differing names of the given columns that it holds other values in
 * @param stored its key columns, each with its {@link KeyText}, null for NULL
 */
record Sighting(List<String> differing, Map<Column, @Nullable String> stored) {

    private static final String NULL = "~";

    /**
     * Adds the expression, for one row of the chunk.
     *
     * @param mark begins its text, to tell it from another statement's
     */
    static void addTo(Sql sql, Chunk chunk, int row, long mark) {
        List<Bound> values = chunk.rows().get(row).values();
        addTo(
                sql,
                chunk,
                mark,
                (to, c) -> ColumnSql.addTyped(to, chunk.columns().get(c), values.get(c)));
    }

    /** Adds the expression, for a row that is at hand in SQL. */
    static void addTo(Sql sql, Chunk chunk, long mark, Other other) {
        String of = chunk.qualifiedTable();
        sql.add("CONCAT_WS(',', " + mark + ", CONCAT('d'");
        for (int c = 0; c < chunk.columns().size(); c++) {
            ColumnSql.addDiffers(sql.add(", "), of, chunk, c, other);
        }
        sql.add(")");
        for (Column column : keyColumns(chunk)) {
            KeyText.addStored(sql.add(", IFNULL("), of, column);
            sql.add(", '" + NULL + "')");
        }
        sql.add(")");
    }

    /** Reads the expression's text; null where there is none with this mark. */
    static @Nullable Sighting read(Chunk chunk, @Nullable String text, long mark) {
        if (text == null || !text.startsWith(mark + ",")) {
            return null;
        }
        String[] parts = text.split(",", -1);
        List<String> differing = new ArrayList<>();
        for (int c = 0; c < chunk.columns().size(); c++) {
            if (parts[1].charAt(1 + c) == '1') {
                differing.add(chunk.columns().get(c).name());
            }
        }
        Map<Column, @Nullable String> stored = new LinkedHashMap<>();
        int next = 2;
        for (Column column : keyColumns(chunk)) {
            String hex = parts[next++];
            stored.put(column, hex.equals(NULL) ? null : KeyText.ofStored(column, hex));
        }
        return new Sighting(List.copyOf(differing), stored);
    }

    /** Those of the primary key, to name the row by, and those it may be one of the batch's own by. */
    private static Set<Column> keyColumns(Chunk chunk) {
        Set<Column> columns = new LinkedHashSet<>();
        chunk.table()
                .key(UniqueKey.PRIMARY)
                .ifPresent(key -> key.parts()
                        .forEach(part -> columns.add(chunk.table()
                                .column(String.valueOf(part.column()))
                                .orElseThrow())));
        columns.addAll(Traces.of(chunk).columns());
        return columns;
    }
}
