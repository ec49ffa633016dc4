package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.preflight.Bound;
import io.rowcall.preflight.BoundRow;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one statement could write: of one target, one policy and one list of columns, past preflight, in delivery
 * order. They may come from several batches.
 *
 * @param owners for each row, the batch it belongs to
 */
record Chunk(
        Target target,
        TableShape table,
        DuplicatePolicy policy,
        List<Column> columns,
        List<BoundRow> rows,
        List<OpenBatch> owners) {

    /** A plain INSERT of the rows from (inclusive) to (exclusive). */
    Sql insert(int from, int to) {
        Sql sql = new Sql(256 + (to - from) * 16 * columns.size());
        sql.add("INSERT INTO ").add(qualifiedTable());
        addColumns(sql.add(" ("));
        sql.add(") VALUES ");
        for (int i = from; i < to; i++) {
            sql.add(i == from ? "(" : ",(");
            List<Bound> values = rows.get(i).values();
            for (int c = 0; c < values.size(); c++) {
                if (c > 0) {
                    sql.add(",");
                }
                ColumnSql.addStored(sql, columns.get(c), values.get(c));
            }
            sql.add(")");
        }
        return sql;
    }

    /**
     * The same rows where none gives NULL for a column that counts by itself: that is a number which only the server
     * knows, as if the column were left out. Null where only some rows do, and where an update would assign it.
     */
    @Nullable
    Chunk withoutUnknownNumbers() {
        int column = 0;
        while (column < columns.size() && !columns.get(column).autoIncrement()) {
            column++;
        }
        int position = column;
        long unknown = position == columns.size()
                ? 0
                : rows.stream()
                        .filter(row -> row.values().get(position) == Bound.Null.NULL)
                        .count();
        if (unknown == 0) {
            return this;
        }
        return unknown < rows.size() || policy == DuplicatePolicy.UPDATE || columns.size() == 1
                ? null
                : without(position);
    }

    private Chunk without(int position) {
        List<Column> others = allBut(position, columns);
        return new Chunk(
                target,
                table,
                policy,
                others,
                rows.stream()
                        .map(row -> new BoundRow(row.index(), others, allBut(position, row.values())))
                        .toList(),
                owners);
    }

    private static <T> List<T> allBut(int position, List<T> all) {
        List<T> others = new ArrayList<>(all);
        others.remove(position);
        return others;
    }

    /** Its rows from (inclusive) to (exclusive). */
    Chunk part(int from, int to) {
        return new Chunk(target, table, policy, columns, rows.subList(from, to), owners.subList(from, to));
    }

    /** Some of its rows, in the given order. */
    Chunk part(int[] some) {
        List<BoundRow> theirs = new ArrayList<>(some.length);
        List<OpenBatch> batches = new ArrayList<>(some.length);
        for (int row : some) {
            theirs.add(rows.get(row));
            batches.add(owners.get(row));
        }
        return new Chunk(target, table, policy, columns, theirs, batches);
    }

    /** An INSERT of a row that the table has already. */
    Sql insertAgain() {
        String all = table.columns().stream()
                .filter(column -> !column.generated())
                .map(column -> Sql.quoted(column.name()))
                .collect(Collectors.joining(", "));
        return new Sql().add("INSERT INTO %s (%s) SELECT %s FROM %1$s LIMIT 1".formatted(qualifiedTable(), all, all));
    }

    /** The table's name in SQL, by which its columns can be qualified too. */
    String qualifiedTable() {
        return Sql.quoted(table.schema()) + "." + Sql.quoted(table.name());
    }

    private void addColumns(Sql sql) {
        String comma = "";
        for (Column column : columns) {
            sql.add(comma).name(column.name());
            comma = ", ";
        }
    }

    /** The row's value for a column, or null where the row leaves the column out. */
    @Nullable
    Bound value(int row, String column) {
        int position = position(column);
        return position < 0 ? null : rows.get(row).values().get(position);
    }

    /** Where the column stands in each row, or -1 where the rows leave it out. */
    int position(@Nullable String column) {
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).name().equalsIgnoreCase(column)) {
                return c;
            }
        }
        return -1;
    }

    /** Where columns stand in each row, -1 for those that the rows leave out. */
    int[] positions(List<Column> some) {
        return some.stream().mapToInt(column -> position(column.name())).toArray();
    }

    /**
     * What a row gives in some columns, as {@link KeyText}; null where it is NULL in any, and so meets nothing.
     *
     * @param positions of these columns, all of them given
     */
    @Nullable
    List<String> key(int row, List<Column> parts, int[] positions) {
        List<Bound> values = rows.get(row).values();
        List<String> key = new ArrayList<>(positions.length);
        for (int part = 0; part < positions.length; part++) {
            String text = KeyText.ofBound(parts.get(part), values.get(positions[part]));
            if (text == null) {
                return null;
            }
            key.add(text);
        }
        return key;
    }

    int size() {
        return rows.size();
    }
}
