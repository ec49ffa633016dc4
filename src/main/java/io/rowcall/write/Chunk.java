package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.preflight.Bound;
import io.rowcall.preflight.BoundRow;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.TableShape;
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
        Sql sql = new Sql(64 + (to - from) * (2 + 2 * columns.size()), (to - from) * columns.size());
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
                ColumnSql.addValue(sql, values.get(c));
            }
            sql.add(")");
        }
        return sql;
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

    int size() {
        return rows.size();
    }
}
