package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.UniqueKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the row of the table that kept another row out.
 *
 * <p>A key over columns that the row gives is looked up by value. Where the server computes the key (an expression, a
 * generated column, a default, a trigger before the INSERT) or compares only the beginning of values, the server itself
 * is asked: the same INSERT with a clause for duplicates meets the same row and tells of it, and is undone. That takes
 * the UPDATE privilege; without it such a row is found only if it is equal in all given columns, by reading the table.
 */
final class RowMet {

    /**
     * What is known of it.
     *
     * @param sighting null where it could not be looked at
     * @param batchRow index of the row of the same batch that it is, or -1
     */
    record Met(@Nullable Sighting sighting, int batchRow) {

        static final Met UNSEEN = new Met(null, -1);

        boolean equal() {
            return sighting != null && sighting.differing().isEmpty();
        }
    }

    private final Statements statements;
    private final AtomicLong questions = new AtomicLong();

    RowMet(Statements statements) {
        this.statements = statements;
    }

    /**
     * The row that a plain INSERT of the given one meets. Blocks for the database; what lies in no row goes up.
     *
     * @param key null where the table, as it was read, has none of the name that the server gave
     */
    Met byInsert(Chunk chunk, int row, @Nullable UniqueKey key) {
        Sighting seen = null;
        if (key != null && isCertain(chunk, row, key)) {
            seen = byValue(chunk, row, key);
        }
        if (seen == null && chunk.table().privileges().update()) {
            seen = byServer(chunk, row);
        } else if (seen == null) {
            seen = key != null && isGiven(chunk, row, key) ? byValue(chunk, row, key) : byEquality(chunk, row);
        }
        return met(chunk, row, seen);
    }

    /** The third row that an update by the given one would collide with; found where its key can be looked up. */
    Met byUpdate(Chunk chunk, int row, @Nullable UniqueKey key) {
        return key != null && isGiven(chunk, row, key) ? met(chunk, row, byValue(chunk, row, key)) : Met.UNSEEN;
    }

    private static Met met(Chunk chunk, int row, @Nullable Sighting seen) {
        return seen == null
                ? Met.UNSEEN
                : new Met(
                        seen,
                        Traces.of(chunk).find(chunk.owners().get(row).inserted.keys(), seen.stored()));
    }

    private @Nullable Sighting byValue(Chunk chunk, int row, UniqueKey key) {
        Sql question = new Sql().add("SELECT ");
        Sighting.addTo(question, chunk, row, 0);
        question.add(" AS seen FROM ").add(chunk.qualifiedTable());
        String and = " WHERE ";
        for (UniqueKey.Part part : key.parts()) {
            Column column = chunk.table().column(String.valueOf(part.column())).orElseThrow();
            Bound value = chunk.value(row, column.name());
            question.add(and).add(part.prefix() == null ? "" : "LEFT(");
            ColumnSql.addColumn(question, chunk.qualifiedTable(), column);
            question.add(part.prefix() == null ? " = " : ", " + part.prefix() + ") = LEFT(");
            ColumnSql.addTyped(question, column, value == null ? Bound.Null.NULL : value);
            question.add(part.prefix() == null ? "" : ", " + part.prefix() + ")");
            and = " AND ";
        }
        // Beginnings are compared row after row: locks would stop at rows that are others' business.
        return Sighting.read(chunk, ask(question.add(key.plain() ? " FOR SHARE" : "")), 0);
    }

    /** The undone upsert. Its expression is evaluated before triggers for UPDATE run, so it tells even if they refuse. */
    private @Nullable Sighting byServer(Chunk chunk, int row) {
        long mark = questions.incrementAndGet();
        Sql upsert = chunk.insert(row, row + 1).add(" ON DUPLICATE KEY UPDATE ");
        Column column = chunk.table().columns().stream()
                .filter(candidate -> !candidate.generated())
                .findFirst()
                .orElseThrow();
        upsert.name(column.name()).add(" = IF((@rowcall_met := ");
        Sighting.addTo(upsert, chunk, row, mark);
        ColumnSql.addColumn(upsert.add(") = '', "), chunk.qualifiedTable(), column);
        ColumnSql.addColumn(upsert.add(", "), chunk.qualifiedTable(), column).add(")");

        statements.insert(new Sql().add("SAVEPOINT rowcall_question"));
        try {
            statements.insert(upsert);
        } catch (RuntimeException e) {
            FailureClassifier.ofRow(e);
        }
        statements.insert(new Sql().add("ROLLBACK TO SAVEPOINT rowcall_question"));
        return Sighting.read(chunk, ask(new Sql().add("SELECT @rowcall_met AS seen")), mark);
    }

    /** A row that holds the same in every given column is the one met where the key is made of those columns. */
    private @Nullable Sighting byEquality(Chunk chunk, int row) {
        Sql question = new Sql().add("SELECT ");
        Sighting.addTo(question, chunk, row, 0);
        question.add(" AS seen FROM ").add(chunk.qualifiedTable()).add(" WHERE NOT (0");
        List<Bound> values = chunk.rows().get(row).values();
        for (int c = 0; c < chunk.columns().size(); c++) {
            ColumnSql.addDiffers(
                    question.add(" OR "),
                    chunk.qualifiedTable(),
                    chunk,
                    c,
                    (to, at) -> ColumnSql.addTyped(to, chunk.columns().get(at), values.get(at)));
        }
        return Sighting.read(chunk, ask(question.add(") LIMIT 1")), 0);
    }

    /** The question's one text, null where there is none, or where the server can't make the question out. */
    private @Nullable String ask(Sql question) {
        try {
            List<Map<String, Object>> rows = statements.ask(question);
            return rows.isEmpty() || rows.getFirst() == null
                    ? null
                    : (String) rows.getFirst().get("seen");
        } catch (RuntimeException e) {
            FailureClassifier.ofRow(e);
            return null;
        }
    }

    /** Whether the row's own values say which row it met. */
    private static boolean isCertain(Chunk chunk, int row, UniqueKey key) {
        return key.plain()
                && isGiven(chunk, row, key)
                && !chunk.table().triggers().mayRunBeforeInsert();
    }

    /** Whether the key is over columns that the row gives a value for. */
    private static boolean isGiven(Chunk chunk, int row, UniqueKey key) {
        for (UniqueKey.Part part : key.parts()) {
            Bound value = part.column() == null ? null : chunk.value(row, part.column());
            if (value == null || value == Bound.Null.NULL) {
                return false;
            }
        }
        return true;
    }
}
