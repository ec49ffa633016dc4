package io.rowcall.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Fills a ledger as if the worker had applied batches of ten rows for ten days. Ids are texts of time-ordered UUIDs
 * (version 7), as Rowcall's own publisher makes them; those of the benchmark's runs come behind all of them.
 */
final class LedgerFill {

    /** Whose batches they are. */
    static final Lane LANE = new Lane(1);

    private static final int CHUNK = 250_000;
    private static final long SPAN_MILLIS = Duration.ofDays(10).toMillis();

    private static final String SQL = """
            INSERT INTO rowcall_batch (target_id, batch_id, content_hash, row_count, inserted, updated, unchanged, failed,
                                       pages, applied_at)
            WITH RECURSIVE numbers (n) AS (
                SELECT ? UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?),
            made AS (
                SELECT ? + FLOOR(n * ?) AS millis, SHA2(n, 256) AS hash FROM numbers),
            texts AS (
                SELECT millis, hash, LPAD(LOWER(HEX(millis)), 12, '0') AS time FROM made)
            SELECT (SELECT target_id FROM rowcall_target WHERE name = ?),
                   CONCAT(LEFT(time, 8), '-', RIGHT(time, 4), '-7', SUBSTR(hash, 1, 3), '-8', SUBSTR(hash, 4, 3), '-',
                          SUBSTR(hash, 7, 12)),
                   UNHEX(hash), 10, 10, 0, 0, 0, 1,
                   '1970-01-01' + INTERVAL millis * 1000 MICROSECOND
            FROM texts""";

    /** Blocks until so many batches are in the ledger; ten million take some minutes. */
    static void fill(Rig rig, int batches) {
        long begin = System.currentTimeMillis() - SPAN_MILLIS;
        double step = (double) SPAN_MILLIS / batches;
        Report.say("filling a ledger with %,d batches", batches);
        try (Connection connection = rig.database().connect();
                Statement settings = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(SQL)) {
            settings.execute("SET SESSION cte_max_recursion_depth = " + CHUNK + ", time_zone = '+00:00'");
            withoutBinaryLog(settings);
            for (int from = 0; from < batches; from += CHUNK) {
                insert.setInt(1, from);
                insert.setInt(2, Math.min(batches, from + CHUNK));
                insert.setLong(3, begin);
                insert.setDouble(4, step);
                insert.setString(5, LANE.target());
                insert.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        long found = rig.database().count("rowcall_batch");
        if (found != batches) {
            throw new IllegalStateException("%d batches are in the ledger, not %d".formatted(found, batches));
        }
    }

    /** Nobody reads it, and it would be as large as the ledger. Not every account may leave it out. */
    private static void withoutBinaryLog(Statement settings) {
        try {
            settings.execute("SET SESSION sql_log_bin = 0");
        } catch (SQLException e) {
            Report.say("the ledger goes into the binary log too: %s", e.getMessage());
        }
    }

    private LedgerFill() {}
}
