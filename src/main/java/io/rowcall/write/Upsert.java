package io.rowcall.write;

import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The statement of the policy {@code update}: given columns are assigned where the row met has the same update key. A
 * row that meets another on another key assigns every column to itself, so nothing changes.
 */
final class Upsert {

    static Sql of(Chunk chunk, int row) {
        UniqueKey updateKey = updateKey(chunk);
        Sql sql = chunk.insert(row, row + 1).add(" AS n ON DUPLICATE KEY UPDATE ");
        List<Column> keyLast = new ArrayList<>(chunk.columns());
        keyLast.removeIf(column -> isPart(updateKey, column));
        // Assignments run left to right and later ones see new values: the key's own columns come last.
        chunk.columns().stream().filter(column -> isPart(updateKey, column)).forEach(keyLast::add);
        String comma = "";
        for (Column column : keyLast) {
            sql.add(comma).name(column.name()).add(" = IF(");
            addSameKey(sql, chunk, updateKey);
            sql.add(", n.").name(column.name()).add(", ");
            chunk.addTable(sql).add(".").name(column.name()).add(")");
            comma = ", ";
        }
        return sql;
    }

    private static void addSameKey(Sql sql, Chunk chunk, UniqueKey key) {
        String and = "";
        for (UniqueKey.Part part : key.parts()) {
            String name = String.valueOf(part.column());
            boolean given = chunk.columns().stream().anyMatch(c -> c.name().equalsIgnoreCase(name));
            chunk.addTable(sql.add(and)).add(".").name(name).add(" <=> ");
            // A part that the row leaves out can't be referred to as n.part; the row then has no update key to meet on.
            sql.add(given ? "n." : "NULL");
            if (given) {
                sql.name(name);
            }
            and = " AND ";
        }
    }

    /** The target's update key; that there is one was checked when the table was read. */
    static UniqueKey updateKey(Chunk chunk) {
        return chunk.table().key(chunk.target().updateKey()).orElseThrow();
    }

    private static boolean isPart(UniqueKey key, Column column) {
        return key.parts().stream().anyMatch(part -> column.name().equalsIgnoreCase(part.column()));
    }

    private Upsert() {}
}
