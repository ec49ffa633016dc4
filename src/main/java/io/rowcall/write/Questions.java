package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.sql.Sql;
import io.rowcall.table.Check;
import io.rowcall.table.Column;
import io.rowcall.table.ForeignKey;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server about all rows of a chunk at once what an INSERT would find out one by one. Each answer names certain
 * losers only: rows that fail whatever becomes of the others. An answer may miss some; the INSERT finds those.
 *
 * <p>{@code FOR SHARE} waits for rows that other transactions are about to commit, as the INSERT would, locks no gaps, and
 * keeps what it found as it is until the commit. A question that the server can't make out throws the server's error.
 */
final class Questions {

    private final WriteMapper mapper;

    Questions(WriteMapper mapper) {
        this.mapper = mapper;
    }

    /** Numbers of the rows that meet a row of the table on the key. */
    List<Integer> duplicates(Chunk chunk, UniqueKey key, List<Column> columns) {
        List<Integer> asked = IntStream.range(0, chunk.size())
                .filter(row -> !hasNull(chunk, row, columns))
                .boxed()
                .toList();
        if (asked.isEmpty()) {
            return List.of();
        }
        AskedRows rows = new AskedRows(chunk, asked, columns);
        Sql question = new Sql().add("SELECT " + AskedRows.NUMBER + " AS i FROM ");
        addMet(rows.addTo(question), chunk, rows, key, columns);
        return numbers(question.add(" FOR SHARE OF ").name(chunk.table().name()));
    }

    /** What is to be seen of the rows met on the key, by the numbers of rows that {@link #duplicates} named. */
    Map<Integer, Sighting> met(Chunk chunk, UniqueKey key, List<Column> columns, List<Integer> losers) {
        AskedRows rows = new AskedRows(chunk, losers, chunk.columns());
        Sql question = new Sql().add("SELECT " + AskedRows.NUMBER + " AS i, ");
        Sighting.addTo(question, chunk, 0, rows);
        rows.addTo(question.add(" AS seen FROM "));
        addMet(question, chunk, rows, key, columns);
        Map<Integer, Sighting> met = new TreeMap<>();
        for (Map<String, Object> row : mapper.ask(question)) {
            Sighting seen = Sighting.read(chunk, (String) row.get("seen"), 0);
            if (seen != null) {
                met.put(number(row), seen);
            }
        }
        return met;
    }

    /** Numbers of the rows without a parent. NULL in any part needs none; each parent is asked for once. */
    List<Integer> orphans(Chunk chunk, ForeignKey key, List<Column> columns) {
        Map<List<@Nullable String>, List<Integer>> children = new LinkedHashMap<>();
        for (int row = 0; row < chunk.size(); row++) {
            if (!hasNull(chunk, row, columns)) {
                children.computeIfAbsent(texts(chunk, row, columns), parent -> new ArrayList<>())
                        .add(row);
            }
        }
        if (children.isEmpty()) {
            return List.of();
        }
        Map<Integer, List<Integer>> byFirst = new LinkedHashMap<>();
        children.values().forEach(rows -> byFirst.put(rows.getFirst(), rows));
        AskedRows rows = new AskedRows(chunk, List.copyOf(byFirst.keySet()), columns);
        Sql question = rows.addTo(new Sql().add("SELECT " + AskedRows.NUMBER + " AS i FROM "))
                .add(" LEFT JOIN ")
                .name(key.parentSchema())
                .add(".")
                .name(key.parentTable())
                .add(" AS rowcall_parent ON ");
        String and = "";
        for (int part = 0; part < columns.size(); part++) {
            question.add(and + "rowcall_parent.")
                    .name(key.parentColumns().get(part))
                    .add(" = " + rows.typed(columns.get(part)));
            and = " AND ";
        }
        question.add(" WHERE rowcall_parent.").name(key.parentColumns().getFirst());
        return numbers(question.add(" IS NULL FOR SHARE OF rowcall_parent")).stream()
                .flatMap(first -> byFirst.getOrDefault(first, List.of()).stream())
                .sorted()
                .toList();
    }

    /** Numbers of the rows for which the CHECK is false; where it is NULL, it holds. */
    List<Integer> broken(Chunk chunk, Check check, List<Column> columns) {
        List<Integer> all = IntStream.range(0, chunk.size()).boxed().toList();
        AskedRows rows = new AskedRows(chunk, all, columns);
        // The clause names columns as the table does.
        Sql question = new Sql().add("SELECT i FROM (SELECT " + AskedRows.NUMBER + " AS i");
        columns.forEach(
                column -> question.add(", " + rows.typed(column) + " AS ").name(column.name()));
        rows.addTo(question.add(" FROM "));
        return numbers(question.add(") AS rowcall_typed WHERE NOT (" + check.clause() + ")"));
    }

    private static void addMet(Sql question, Chunk chunk, AskedRows rows, UniqueKey key, List<Column> columns) {
        question.add(" STRAIGHT_JOIN ").add(chunk.qualifiedTable());
        question.add(" FORCE INDEX (").name(key.name()).add(") ON ");
        String and = "";
        for (Column column : columns) {
            ColumnSql.addColumn(question.add(and), chunk.qualifiedTable(), column)
                    .add(" = " + rows.typed(column));
            and = " AND ";
        }
    }

    private List<Integer> numbers(Sql question) {
        return mapper.ask(question).stream().map(Questions::number).toList();
    }

    private static int number(Map<String, Object> row) {
        return ((Number) Objects.requireNonNull(row.get("i"))).intValue();
    }

    private static boolean hasNull(Chunk chunk, int row, List<Column> columns) {
        return columns.stream().anyMatch(column -> chunk.value(row, column.name()) == Bound.Null.NULL);
    }

    private static List<@Nullable String> texts(Chunk chunk, int row, List<Column> columns) {
        List<@Nullable String> texts = new ArrayList<>(columns.size());
        for (Column column : columns) {
            Bound value = chunk.value(row, column.name());
            texts.add(value == null ? null : KeyText.ofBound(column, value));
        }
        return texts;
    }
}
