package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Verdict;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Inserts all rows of a chunk in one statement that tells which of them met another row, and changes nothing by these:
 * its clause for duplicates leaves the row met as it is and adds a mark to a variable of the session. Rows that meet none
 * cost what a plain INSERT charges. Under {@code update} the clause assigns as well, after the mark was made.
 *
 * <p>To set a variable within an expression is deprecated (manual, "User-Defined Variables"), so {@link SelfTest} sees
 * at start whether the server still does it.
 *
 * <p>A mark holds what the row gave in the columns that decide whom it meets, as {@link KeyText}, to find it by; one bit
 * for each unique key, whether the two have it in common; and the {@link Sighting} of the row met.
 */
final class MarkedInsert {

    private static final String NEW = "rowcall_new";
    private static final String NULL = "~";
    private static final String END = ";";
    private static final String UPDATED = "u";
    private static final String UNCHANGED = "n";
    private static final int TOKEN_DIGITS = 12;

    /**
     * What the statement tells of a row that met another one.
     *
     * @param identity what it gave in the deciding columns
     * @param keys those that it has in common with the row met; none where they can't be compared by columns
     * @param updated what an update did to the row met; null under other policies, and where it met it on another key
     * @param met null under the policy of updates, where every other row may meet one
     */
    record Mark(
            List<@Nullable String> identity,
            List<UniqueKey> keys,
            Verdict.@Nullable Done updated,
            @Nullable Sighting met) {}

    /**
     * What the statement did.
     *
     * @param affected rows as MySQL counts them with useAffectedRows: 1 inserted, 2 changed, 0 left as it was
     * @param marks in the order of their rows
     */
    record Done(int affected, List<Mark> marks) {}

    private final Statements statements;

    /** Tells the marks of one statement from those that a failed one left behind. */
    private static final AtomicLong TOKENS = new AtomicLong();

    MarkedInsert(Statements statements) {
        this.statements = statements;
    }

    /**
     * Blocks for the database; any error goes up, and then the statement has changed nothing.
     *
     * @param deciding {@link Traces#deciding} of the chunk
     */
    Done write(Chunk chunk, List<Column> deciding) {
        String token = String.format("%0" + TOKEN_DIGITS + "d", TOKENS.incrementAndGet());
        int affected = statements.insert(statement(chunk, deciding, token));
        boolean quiet = affected == chunk.size() && chunk.policy() != DuplicatePolicy.UPDATE;
        return new Done(affected, quiet ? List.of() : marks(chunk, deciding, token));
    }

    private static Sql statement(Chunk chunk, List<Column> deciding, String token) {
        String of = chunk.qualifiedTable();
        Column guard = guard(chunk);
        Sql sql = chunk.insert(0, chunk.size()).add(" AS " + NEW + " ON DUPLICATE KEY UPDATE ");
        sql.name(guard.name()).add(" = IF((@rowcall_marks := CONCAT(IF(LEFT(@rowcall_marks, " + TOKEN_DIGITS + ") = ");
        sql.text(token).add(", @rowcall_marks, ").text(token).add("), ");
        for (Column column : deciding) {
            KeyText.addStored(sql.add("IFNULL("), NEW, column);
            sql.add(", '" + NULL + "'), ',', ");
        }
        sql.add("'k'");
        for (UniqueKey key : chunk.table().uniqueKeys()) {
            addInCommon(sql.add(", "), chunk, key);
        }
        sql.add(", ',', ");
        if (chunk.policy() == DuplicatePolicy.UPDATE) {
            Upsert.addSameKey(sql.add("IF("), chunk, Upsert.updateKey(chunk));
            addChanges(sql.add(", IF("), chunk);
            sql.add(", '" + UPDATED + "', '" + UNCHANGED + "'), '')");
        } else {
            Sighting.addTo(sql, chunk, 0, (to, c) -> addNew(to, chunk.columns().get(c)));
        }
        ColumnSql.addColumn(sql.add(", '" + END + "')) = '', "), of, guard);
        ColumnSql.addColumn(sql.add(", "), of, guard).add(")");
        if (chunk.policy() == DuplicatePolicy.UPDATE) {
            addAssignments(sql, chunk);
        }
        return sql;
    }

    /** Assigned to itself, to carry the mark. Of {@code update} a column of its key: assignments come after the mark. */
    private static Column guard(Chunk chunk) {
        Stream<Column> candidates = chunk.table().columns().stream();
        if (chunk.policy() == DuplicatePolicy.UPDATE) {
            candidates = Stream.concat(Upsert.updateKey(chunk).stream(), candidates);
        }
        return candidates.filter(column -> !column.generated()).findFirst().orElseThrow();
    }

    private static void addInCommon(Sql sql, Chunk chunk, UniqueKey key) {
        if (!key.plain() || Traces.isComputed(chunk, key)) {
            sql.add("0");
            return;
        }
        sql.add("IFNULL(");
        String and = "";
        for (UniqueKey.Part part : key.parts()) {
            Column column = chunk.table().column(String.valueOf(part.column())).orElseThrow();
            if (chunk.position(column.name()) >= 0) {
                ColumnSql.addColumn(sql.add(and), chunk.qualifiedTable(), column)
                        .add(" = ");
                addNew(sql, column);
            } else {
                sql.add(and).add("0");
            }
            and = " AND ";
        }
        sql.add(", 0)");
    }

    /** Whether any column's stored bytes would change, which is how MySQL tells a changed row. */
    private static void addChanges(Sql sql, Chunk chunk) {
        sql.add("(0");
        for (int c = 0; c < chunk.columns().size(); c++) {
            Column column = chunk.columns().get(c);
            if (column.type() instanceof ColumnType.Json || column.type() instanceof ColumnType.Floating) {
                // Equal values may be kept as different bytes: 1 and 1.0, 0 and -0.
                ColumnSql.addColumn(sql.add(" OR NOT (CAST("), chunk.qualifiedTable(), column);
                addNew(sql.add(" AS CHAR) <=> CAST("), column).add(" AS CHAR))");
            }
            ColumnSql.addDiffers(
                    sql.add(" OR "),
                    chunk.qualifiedTable(),
                    chunk,
                    c,
                    (to, at) -> addNew(to, chunk.columns().get(at)));
        }
        sql.add(")");
    }

    /** As {@link Upsert} assigns, but that a row which met another one on another key changes nothing. */
    private static void addAssignments(Sql sql, Chunk chunk) {
        List<Column> key = Upsert.updateKey(chunk);
        boolean alwaysSameKey = chunk.table().uniqueKeys().size() == 1;
        List<Column> keyLast = Stream.concat(
                        chunk.columns().stream().filter(column -> !key.contains(column)),
                        chunk.columns().stream().filter(key::contains))
                .toList();
        for (Column column : keyLast) {
            sql.add(", ").name(column.name()).add(" = ");
            if (alwaysSameKey) {
                addNew(sql, column);
            } else {
                Upsert.addSameKey(sql.add("IF("), chunk, key);
                addNew(sql.add(", "), column);
                ColumnSql.addColumn(sql.add(", "), chunk.qualifiedTable(), column)
                        .add(")");
            }
        }
    }

    private static Sql addNew(Sql sql, Column column) {
        return ColumnSql.addColumn(sql, NEW, column);
    }

    private List<Mark> marks(Chunk chunk, List<Column> deciding, String token) {
        List<Map<String, Object>> rows = statements.ask(new Sql().add("SELECT @rowcall_marks AS marks"));
        String text = rows.isEmpty() || rows.getFirst() == null
                ? ""
                : String.valueOf(rows.getFirst().get("marks"));
        if (!text.startsWith(token)) {
            return List.of();
        }
        List<Mark> marks = new ArrayList<>();
        for (int from = TOKEN_DIGITS; from < text.length(); ) {
            int end = text.indexOf(END, from);
            marks.add(mark(chunk, deciding, text.substring(from, end)));
            from = end + END.length();
        }
        return marks;
    }

    private static Mark mark(Chunk chunk, List<Column> deciding, String text) {
        String[] parts = text.split(",", deciding.size() + 2);
        List<@Nullable String> identity = new ArrayList<>(deciding.size());
        for (int c = 0; c < deciding.size(); c++) {
            identity.add(parts[c].equals(NULL) ? null : KeyText.ofStored(deciding.get(c), parts[c]));
        }
        String bits = parts[deciding.size()];
        List<UniqueKey> keys = new ArrayList<>();
        for (int k = 0; k < chunk.table().uniqueKeys().size(); k++) {
            if (bits.charAt(1 + k) == '1') {
                keys.add(chunk.table().uniqueKeys().get(k));
            }
        }
        String rest = parts[deciding.size() + 1];
        return chunk.policy() == DuplicatePolicy.UPDATE
                ? new Mark(identity, keys, updated(rest), null)
                : new Mark(identity, keys, null, Sighting.read(chunk, rest, 0));
    }

    private static Verdict.@Nullable Done updated(String letter) {
        return switch (letter) {
            case UPDATED -> Verdict.Done.UPDATED;
            case UNCHANGED -> Verdict.Done.UNCHANGED;
            default -> null;
        };
    }
}
