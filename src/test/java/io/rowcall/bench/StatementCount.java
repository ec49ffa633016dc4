package io.rowcall.bench;

import io.rowcall.testing.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server did so far for the workers of a rig, as {@code performance_schema} and status variables count it. Two
 * of them make a difference. Left out is what operators' holds cost, which the benchmark looks at oftener than others.
 *
 * @param roundTrips statements of the workers' account: the driver prepares nothing on the server
 * @param texts how often statements without their values came, the workers' and some of the benchmark's own
 * @param commits of transactions that changed something
 * @param logSyncs of the redo log
 * @param binlogSyncs of the binary log, a few other calls on its files among them
 */
record StatementCount(long roundTrips, Map<String, Long> texts, long commits, long logSyncs, long binlogSyncs) {

    private static final String OF_HOLDS = "held_reason";
    private static final String OF_THE_BENCHMARK = "performance_schema|BIT_XOR|rowcall_target|character_set_results";

    static StatementCount now(Rig rig) {
        Database database = rig.database();
        Map<String, Long> texts = new LinkedHashMap<>();
        long holds = 0;
        long holdChanges = 0;
        for (Map<String, @Nullable Object> row :
                database.queryRows("""
                SELECT digest_text, SUM(count_star) n FROM performance_schema.events_statements_summary_by_digest
                WHERE schema_name = ? AND NOT REGEXP_LIKE(digest_text, ?)
                   OR schema_name = ? AND digest_text LIKE ?
                GROUP BY digest_text ORDER BY n DESC""", database.name(), OF_THE_BENCHMARK, database.name(), "%" + OF_HOLDS + "%")) {
            String text = String.valueOf(row.get("digest_text"));
            long count = number(row.get("n"));
            if (!text.contains(OF_HOLDS)) {
                texts.put(text, count);
            } else {
                holds += count;
                holdChanges += text.startsWith("SELECT") ? 0 : count;
            }
        }
        long statements = number(database.queryValue(
                "SELECT SUM(count_star) FROM performance_schema.events_statements_summary_by_user_by_event_name"
                        + " WHERE user = ?",
                rig.account().username()));
        return new StatementCount(
                statements - holds,
                texts,
                status(database, "Binlog_cache_use") - holdChanges,
                status(database, "Innodb_os_log_fsyncs"),
                number(database.queryValue("SELECT count_misc FROM performance_schema.file_summary_by_event_name"
                        + " WHERE event_name = 'wait/io/file/sql/binlog'")));
    }

    StatementCount since(StatementCount before) {
        Map<String, Long> more = new LinkedHashMap<>();
        texts.forEach((text, count) -> {
            long difference = count - before.texts.getOrDefault(text, 0L);
            if (difference > 0) {
                more.put(text, difference);
            }
        });
        return new StatementCount(
                roundTrips - before.roundTrips,
                more,
                commits - before.commits,
                logSyncs - before.logSyncs,
                binlogSyncs - before.binlogSyncs);
    }

    private static long status(Database database, String name) {
        return number(database.queryValue(
                "SELECT variable_value FROM performance_schema.global_status WHERE variable_name = ?", name));
    }

    private static long number(@Nullable Object value) {
        return Long.parseLong(String.valueOf(value));
    }
}
