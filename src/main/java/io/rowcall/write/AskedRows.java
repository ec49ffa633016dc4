package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.write.ColumnSql.Other;
import java.util.List;

/**
 * Rows of a chunk as a table in SQL that questions join with others: number {@code i} of the row in the chunk, and
 * some of its columns. Values travel as in the INSERT and take their column's type where they are compared.
 */
final class AskedRows implements Other {

    private static final String NAME = "rowcall_asked";

    /** The number of the row in the chunk. */
    static final String NUMBER = NAME + ".i";

    private final Chunk chunk;
    private final List<Integer> rows;
    private final List<Column> columns;

    /**
     * Asks of the chunk's rows with these numbers.
     *
     * @param columns all given by the chunk's rows
     */
    AskedRows(Chunk chunk, List<Integer> rows, List<Column> columns) {
        this.chunk = chunk;
        this.rows = rows;
        this.columns = columns;
    }

    /** Adds the table, for a FROM. */
    Sql addTo(Sql sql) {
        int[] positions = chunk.positions(columns);
        String row = "(VALUES ROW(";
        for (int number : rows) {
            sql.add(row).add(String.valueOf(number));
            List<Bound> values = chunk.rows().get(number).values();
            for (int c = 0; c < positions.length; c++) {
                ColumnSql.addUntyped(sql.add(","), columns.get(c), values.get(positions[c]));
            }
            row = "), ROW(";
        }
        sql.add(")) AS " + NAME + " (i");
        for (int c = 0; c < positions.length; c++) {
            sql.add(", c" + c);
        }
        return sql.add(")");
    }

    /** The value of one of the asked columns, as an expression of its type. */
    String typed(Column column) {
        return ColumnSql.typed(column, NAME + ".c" + columns.indexOf(column));
    }

    @Override
    public void addTyped(Sql sql, int position) {
        sql.add(typed(chunk.columns().get(position)));
    }
}
