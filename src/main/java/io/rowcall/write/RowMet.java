package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.preflight.Bound;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the row of the table that kept another row out. */
final class RowMet {

    /**
     * What is known of it.
     *
     * @param key the key the rows met on, null where the server's name for it is none of the table's
     * @param differing names of the given columns that the row met holds other bytes in; null where it was not found
     * @param batchRow index of the row of the same batch that it is, or -1
     */
    record Met(@Nullable UniqueKey key, @Nullable List<String> differing, int batchRow) {

        boolean equal() {
            return differing != null && differing.isEmpty();
        }
    }

    private final WriteMapper mapper;

    RowMet(WriteMapper mapper) {
        this.mapper = mapper;
    }

    /** The row that the given one met on a unique key, by the server's name of the key. Blocks for the database. */
    Met find(Chunk chunk, int row, String keyName) {
        UniqueKey key = chunk.table().key(keyName).orElse(null);
        if (key == null || !isGiven(chunk, row, key)) {
            return new Met(key, equalRowExists(chunk, row) ? List.of() : null, -1);
        }
        Sql question = new Sql().add("SELECT ");
        List<Column> parts = columnsOf(chunk, key);
        for (int i = 0; i < parts.size(); i++) {
            ColumnSql.addStored(question, parts.get(i));
            question.add(" AS k" + i + ", ");
        }
        addDiffering(question, chunk, row);
        addWhereKey(question, chunk, row, key);
        List<Map<String, Object>> found = mapper.ask(question.add(" FOR SHARE"));
        if (found.isEmpty()) {
            return new Met(key, null, -1);
        }
        Map<String, Object> met = found.getFirst();
        List<@Nullable String> stored = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            stored.add(String.valueOf(met.get("k" + i)));
        }
        return new Met(
                key, differing(chunk, met), chunk.owners().get(row).inserted.find(key.name(), stored));
    }

    /** Whether there is a row with the same update key that holds the same bytes in every given column. */
    boolean isEqualByUpdateKey(Chunk chunk, int row) {
        UniqueKey key = Upsert.updateKey(chunk);
        if (!isGiven(chunk, row, key)) {
            return false;
        }
        Sql question = new Sql().add("SELECT ");
        addDiffering(question, chunk, row);
        addWhereKey(question, chunk, row, key);
        List<Map<String, Object>> found = mapper.ask(question);
        return !found.isEmpty() && differing(chunk, found.getFirst()).isEmpty();
    }

    /**
     * Keys over expressions or over columns that the row leaves out can't be looked up by value. But a row that holds
     * the same in every given column is the one met: it would meet the given one on every key of those columns.
     */
    private boolean equalRowExists(Chunk chunk, int row) {
        Sql question = chunk.addTable(new Sql().add("SELECT 1 FROM ")).add(" t WHERE NOT (");
        for (int c = 0; c < chunk.columns().size(); c++) {
            question.add(c == 0 ? "" : " OR ");
            ColumnSql.addDiffers(
                    question,
                    chunk.columns().get(c),
                    chunk.rows().get(row).values().get(c));
        }
        return !mapper.ask(question.add(") LIMIT 1")).isEmpty();
    }

    private static void addDiffering(Sql question, Chunk chunk, int row) {
        for (int c = 0; c < chunk.columns().size(); c++) {
            question.add(c == 0 ? "" : ", ");
            ColumnSql.addDiffers(
                    question,
                    chunk.columns().get(c),
                    chunk.rows().get(row).values().get(c));
            question.add(" AS d" + c);
        }
        chunk.addTable(question.add(" FROM ")).add(" t");
    }

    private static void addWhereKey(Sql question, Chunk chunk, int row, UniqueKey key) {
        String and = " WHERE ";
        for (UniqueKey.Part part : key.parts()) {
            String name = String.valueOf(part.column());
            Column column = chunk.table().column(name).orElseThrow();
            Bound value = chunk.value(row, name);
            question.add(and).add(part.prefix() == null ? "t." : "LEFT(t.").name(name);
            question.add(part.prefix() == null ? " = " : ", " + part.prefix() + ") = LEFT(");
            ColumnSql.addTyped(question, column, value == null ? Bound.Null.NULL : value);
            question.add(part.prefix() == null ? "" : ", " + part.prefix() + ")");
            and = " AND ";
        }
    }

    private static List<String> differing(Chunk chunk, Map<String, Object> met) {
        List<String> names = new ArrayList<>();
        for (int c = 0; c < chunk.columns().size(); c++) {
            if (met.get("d" + c) instanceof Number differs && differs.intValue() != 0) {
                names.add(chunk.columns().get(c).name());
            }
        }
        return names;
    }

    /** Whether the key is over columns that the row gives a value for. */
    static boolean isGiven(Chunk chunk, int row, UniqueKey key) {
        for (UniqueKey.Part part : key.parts()) {
            Bound value = part.column() == null ? null : chunk.value(row, part.column());
            if (value == null || value == Bound.Null.NULL) {
                return false;
            }
        }
        return true;
    }

    private static List<Column> columnsOf(Chunk chunk, UniqueKey key) {
        return key.parts().stream()
                .map(part -> chunk.table().column(String.valueOf(part.column())).orElseThrow())
                .toList();
    }

    /** Remembers the keys of rows that went in, from (inclusive) to (exclusive). */
    static void remember(Chunk chunk, int from, int to) {
        if (chunk.policy() == DuplicatePolicy.IGNORE) {
            return; // never asks whom a row met
        }
        for (UniqueKey key : chunk.table().uniqueKeys()) {
            int[] positions = positions(chunk, key);
            for (int row = from; positions.length > 0 && row < to; row++) {
                List<Bound> values = chunk.rows().get(row).values();
                List<@Nullable String> parts = new ArrayList<>(positions.length);
                for (int position : positions) {
                    parts.add(ColumnSql.key(values.get(position)));
                }
                chunk.owners()
                        .get(row)
                        .inserted
                        .add(key.name(), parts, chunk.rows().get(row).index());
            }
        }
    }

    /** Where the key's columns stand in the chunk's rows; empty where one of them is not given. */
    private static int[] positions(Chunk chunk, UniqueKey key) {
        int[] positions = key.parts().stream()
                .mapToInt(part -> chunk.position(part.column()))
                .toArray();
        return Arrays.stream(positions).anyMatch(position -> position < 0) ? new int[0] : positions;
    }
}
