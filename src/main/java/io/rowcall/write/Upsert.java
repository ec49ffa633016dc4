package io.rowcall.write;

import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.TableShape;
import io.rowcall.table.UniqueKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * The statement of the policy {@code update}: given columns are assigned where the row met has the same update key. A
 * row that meets another one on another key makes the statement fail with {@link #MET_ELSEWHERE}, so that the server
 * undoes all of it, what triggers did too.
 */
final class Upsert {

    /** ER_SUBQUERY_NO_1_ROW, of a subquery with two rows that is evaluated only where the keys differ. */
    static final int MET_ELSEWHERE = 1242;

    private static final String FAIL = "(SELECT 1 UNION ALL SELECT 2)";

    static Sql of(Chunk chunk, int row) {
        List<Column> key = updateKey(chunk);
        String table = chunk.qualifiedTable();
        Column guard = Stream.concat(key.stream(), chunk.table().columns().stream())
                .filter(column -> !column.generated())
                .findFirst()
                .orElseThrow();
        Sql sql = chunk.insert(row, row + 1).add(" AS rowcall_new ON DUPLICATE KEY UPDATE ");
        sql.name(guard.name()).add(" = IF(IF(");
        addSameKey(sql, chunk, key);
        ColumnSql.addColumn(sql.add(", 1, " + FAIL + ") = 1, "), table, guard);
        ColumnSql.addColumn(sql.add(", "), table, guard).add(")");
        // Assignments run left to right and later ones see new values: the guard has looked by then.
        for (Column column : chunk.columns()) {
            ColumnSql.addColumn(sql.add(", ").name(column.name()).add(" = "), "rowcall_new", column);
        }
        return sql;
    }

    static void addSameKey(Sql sql, Chunk chunk, List<Column> key) {
        String and = "";
        for (Column part : key) {
            ColumnSql.addColumn(sql.add(and), chunk.qualifiedTable(), part).add(" <=> ");
            if (chunk.position(part.name()) >= 0) {
                ColumnSql.addColumn(sql, "rowcall_new", part);
            } else {
                // The default that the row would get; the row's alias knows only the columns that it gives.
                sql.add("VALUES(").name(part.name()).add(")");
            }
            and = " AND ";
        }
    }

    /** The columns of the target's update key; that there is one was checked when the table was read. */
    static List<Column> updateKey(Chunk chunk) {
        TableShape table = chunk.table();
        UniqueKey key = table.key(chunk.target().updateKey()).orElseThrow();
        return key.parts().stream()
                .map(part -> table.column(String.valueOf(part.column())).orElseThrow())
                .toList();
    }

    private Upsert() {}
}
