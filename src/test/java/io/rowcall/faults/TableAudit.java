package io.rowcall.faults;

import static io.rowcall.faults.Report.Violation.APPLIED_TWICE;
import static io.rowcall.faults.Report.Violation.STRANGERS;
import static io.rowcall.faults.Report.Violation.TABLE_DIFFERS;

import io.rowcall.testing.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares the tables with what the verdicts say: every row of the applied batches, and no other. */
final class TableAudit {

    /** What is stored of one batch. */
    private record Stored(long rows, long distinct, long checksum) {}

    private static final Stored NOTHING = new Stored(0, 0, 0);

    private final Database database;
    private final Books books;
    private final Report report;

    TableAudit(Database database, Books books, Report report) {
        this.database = database;
        this.books = books;
        this.report = report;
    }

    void check() {
        long rows = 0;
        for (Destination destination : Destination.values()) {
            rows += check(destination);
            if (destination.keyed()) {
                checkSeeded(destination);
            }
        }
        report.number(rows, "rows in the tables");
    }

    private long check(Destination destination) {
        Map<String, Stored> stored = stored(destination);
        for (Books.Entry entry : books.entries()) {
            Expectation expected = entry.expected();
            if (expected.destination() == destination) {
                Stored found = Objects.requireNonNullElse(stored.remove(expected.id()), NOTHING);
                check(entry, found);
            }
        }
        stored.forEach((id, what) -> report.found(
                STRANGERS, what.rows + " rows in " + destination.target() + " of " + id + ", which nobody published"));
        return database.count(destination.target());
    }

    private void check(Books.Entry entry, Stored found) {
        Expectation expected = entry.expected();
        if (found.rows > found.distinct) {
            report.found(
                    APPLIED_TWICE, (found.rows - found.distinct) + " rows of " + expected.id() + " are there again");
        }
        Stored wanted = entry.applied().isEmpty()
                ? NOTHING
                : new Stored(expected.stored(), expected.stored(), expected.checksum());
        if (!found.equals(wanted)) {
            report.found(
                    TABLE_DIFFERS,
                    expected.id() + " in " + expected.destination().target() + ": " + found + ", and the verdicts say "
                            + wanted);
        }
    }

    private Map<String, Stored> stored(Destination destination) {
        Map<String, Stored> stored = new HashMap<>();
        for (Map<String, @Nullable Object> row :
                database.queryRows("SELECT batch, COUNT(*) AS c, COUNT(DISTINCT id) AS d, BIT_XOR(" + Row.CHECKSUM
                        + ") AS x FROM " + destination.target() + " WHERE id > 0 GROUP BY batch")) {
            stored.put(
                    String.valueOf(row.get("batch")), new Stored(number(row, "c"), number(row, "d"), number(row, "x")));
        }
        return stored;
    }

    /** Those rows that were there from the start have changed only where that is their target's policy. */
    private void checkSeeded(Destination destination) {
        for (Map<String, @Nullable Object> row : database.queryRows(
                "SELECT id, batch, n, " + Row.CHECKSUM + " AS x FROM " + destination.target() + " WHERE id < 0")) {
            String batch = String.valueOf(row.get("batch"));
            long id = number(row, "id");
            boolean asSeeded = batch.equals(Destination.SEED)
                    && number(row, "x") == Row.seeded((int) -id).checksum();
            boolean asLastChanged = destination == Destination.STOCK
                    && books.knows(batch)
                    && Objects.equals(books.entry(batch).expected().shared().get(id), (int) number(row, "n"));
            if (!asSeeded && !asLastChanged) {
                report.found(TABLE_DIFFERS, "row " + id + " of " + destination.target() + " is as no batch left it");
            }
        }
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column))).longValue();
    }
}
