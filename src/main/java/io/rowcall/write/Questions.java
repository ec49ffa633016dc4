package io.rowcall.write;

import io.rowcall.sql.Sql;
import io.rowcall.table.Check;
import io.rowcall.table.Column;
import io.rowcall.table.ForeignKey;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Asks the server about all rows of a chunk at once what an INSERT would find out one by one. Each answer names certain
 * losers only: rows that fail whatever becomes of the others. An answer may miss some; the INSERT finds those.
 *
 * <p>{@code FOR SHARE} waits for rows that other transactions are about to commit, as the INSERT would, locks no gaps, and
 * keeps what it found as it is until the commit. A question that the server can't make out throws the server's error.
 */
final class Questions {

    private final Statements statements;

    Questions(Statements statements) {
        this.statements = statements;
    }

    /**
     * Numbers of the rows that meet a row of the table, each by the first of these keys on which it does.
     *
     * @param keys with the columns of each
     */
    Map<UniqueKey, List<Integer>> duplicates(Chunk chunk, Map<UniqueKey, List<Column>> keys) {
        List<Column> columns =
                keys.values().stream().flatMap(List::stream).distinct().toList();
        List<Integer> all = IntStream.range(0, chunk.size()).boxed().toList();
        AskedRows rows = new AskedRows(chunk, all, columns);
        Sql number = new Sql();
        Sql joins = new Sql();
        Sql where = new Sql();
        Sql locks = new Sql();
        List<UniqueKey> asked = List.copyOf(keys.keySet());
        for (int k = 0; k < asked.size(); k++) {
            String met = "rowcall_met" + k;
            List<Column> parts = Objects.requireNonNull(keys.get(asked.get(k)));
            ColumnSql.addColumn(number.add(" WHEN "), met, parts.getFirst()).add(" IS NOT NULL THEN " + k);
            addOn(joins.add(" LEFT JOIN " + chunk.qualifiedTable() + " AS " + met), met, rows, asked.get(k), parts);
            ColumnSql.addColumn(where.add(k == 0 ? " WHERE " : " OR "), met, parts.getFirst())
                    .add(" IS NOT NULL");
            locks.add(k == 0 ? " FOR SHARE OF " : ", ").add(met);
        }
        // In this order: the table may be large.
        Sql question =
                new Sql().add("(SELECT STRAIGHT_JOIN " + AskedRows.NUMBER + " AS i, CASE" + number + " END AS k FROM ");
        Map<UniqueKey, List<Integer>> losers = new LinkedHashMap<>();
        for (Map<String, Object> row : ask(rows.addTo(question).add("" + joins + where + locks))) {
            UniqueKey key = asked.get(((Number) Objects.requireNonNull(row.get("k"))).intValue());
            losers.computeIfAbsent(key, met -> new ArrayList<>()).add(number(row));
        }
        return losers;
    }

    /** What is to be seen of the rows met on the key, by the numbers of rows that {@link #duplicates} named. */
    Map<Integer, Sighting> met(Chunk chunk, UniqueKey key, List<Column> columns, List<Integer> losers) {
        AskedRows rows = new AskedRows(chunk, losers, chunk.columns());
        Sql question = new Sql().add("(SELECT " + AskedRows.NUMBER + " AS i, ");
        Sighting.addTo(question, chunk, 0, rows);
        rows.addTo(question.add(" AS seen FROM "));
        question.add(" STRAIGHT_JOIN " + chunk.qualifiedTable());
        addOn(question, chunk.qualifiedTable(), rows, key, columns);
        Map<Integer, Sighting> met = new TreeMap<>();
        for (Map<String, Object> row : ask(question)) {
            Sighting seen = Sighting.read(chunk, (String) row.get("seen"), 0);
            if (seen != null) {
                met.put(number(row), seen);
            }
        }
        return met;
    }

    /**
     * Numbers of the rows without a parent. NULL in any part needs none; each parent is asked for once.
     *
     * @param known is not asked about, and learns which parents are there
     */
    List<Integer> orphans(Chunk chunk, ForeignKey key, List<Column> columns, KnownParents known) {
        Map<List<String>, List<Integer>> children = new LinkedHashMap<>();
        int[] positions = chunk.positions(columns);
        for (int row = 0; row < chunk.size(); row++) {
            List<String> parent = chunk.key(row, columns, positions);
            if (parent != null && !known.has(key.name(), parent)) {
                children.computeIfAbsent(parent, each -> new ArrayList<>()).add(row);
            }
        }
        if (children.isEmpty()) {
            return List.of();
        }
        List<Integer> firsts = children.values().stream().map(List::getFirst).toList();
        AskedRows rows = new AskedRows(chunk, firsts, columns);
        Sql question = rows.addTo(new Sql().add("(SELECT " + AskedRows.NUMBER + " AS i FROM "))
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
        Set<Integer> missing = Set.copyOf(numbers(question.add(" IS NULL FOR SHARE OF rowcall_parent")));
        List<Integer> orphans = new ArrayList<>();
        children.forEach((parent, all) -> {
            if (missing.contains(all.getFirst())) {
                orphans.addAll(all);
            } else {
                known.add(key.name(), parent);
            }
        });
        Collections.sort(orphans);
        return orphans;
    }

    /** Numbers of the rows for which the CHECK is false; where it is NULL, it holds. */
    List<Integer> broken(Chunk chunk, Check check, List<Column> columns) {
        List<Integer> all = IntStream.range(0, chunk.size()).boxed().toList();
        AskedRows rows = new AskedRows(chunk, all, columns);
        // The clause names columns as the table does.
        Sql question = new Sql().add("(SELECT i FROM (SELECT " + AskedRows.NUMBER + " AS i");
        columns.forEach(
                column -> question.add(", " + rows.typed(column) + " AS ").name(column.name()));
        rows.addTo(question.add(" FROM "));
        return numbers(question.add(") AS rowcall_typed WHERE NOT (" + check.clause() + ")"));
    }

    /** Adds what joins the rows with those that they meet on the key, looked up one by one. */
    private static void addOn(Sql question, String met, AskedRows rows, UniqueKey key, List<Column> columns) {
        question.add(" FORCE INDEX (").name(key.name()).add(") ON ");
        String and = "";
        for (Column column : columns) {
            ColumnSql.addColumn(question.add(and), met, column).add(" = " + rows.typed(column));
            and = " AND ";
        }
    }

    /**
     * Closes the parenthesis that each question opens. Of a text that begins with SELECT the driver reads every character
     * first, to see whether it has an INTO (Connector/J 9.7, {@code QueryInfo}): half of a question's cost here.
     */
    private List<Map<String, Object>> ask(Sql question) {
        return statements.ask(question.add(")"));
    }

    private List<Integer> numbers(Sql question) {
        return ask(question).stream().map(Questions::number).toList();
    }

    private static int number(Map<String, Object> row) {
        return ((Number) Objects.requireNonNull(row.get("i"))).intValue();
    }
}
