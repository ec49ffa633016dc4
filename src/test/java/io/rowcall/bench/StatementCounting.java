package io.rowcall.bench;

import io.rowcall.testing.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what the worker asks of the database for each batch, on a server that syncs its logs at every commit. */
final class StatementCounting implements AutoCloseable {

    private static final String DURABLE = "SET GLOBAL innodb_flush_log_at_trx_commit = 1, GLOBAL sync_binlog = 1";
    private static final double LEAST_TOLD = 0.001;

    private final Rig rig;
    private final @Nullable String before;

    /** Other people's servers are counted as they are set. */
    StatementCounting(Rig rig) {
        this.rig = rig;
        Database database = rig.database();
        if (System.getenv("SPRING_DATASOURCE_URL") == null) {
            before = "SET GLOBAL innodb_flush_log_at_trx_commit = "
                    + database.queryValue("SELECT @@innodb_flush_log_at_trx_commit") + ", GLOBAL sync_binlog = "
                    + database.queryValue("SELECT @@sync_binlog");
            database.execute(DURABLE);
        } else {
            before = null;
        }
    }

    /** Figures by their names, each for one batch, of one more run of the worker. */
    Map<String, Object> count(Key key, Contender rowcall, int batches, int number) throws InterruptedException {
        rowcall.prepare(number);
        rig.stopwatch().forget();
        StatementCount start = StatementCount.now(rig);
        rowcall.run(number);
        StatementCount count = StatementCount.now(rig).since(start);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("batches", batches);
        figures.put("transactions", each(rig.stopwatch().groups(), batches));
        figures.put("round_trips", each(count.roundTrips(), batches));
        figures.put("commits", each(count.commits(), batches));
        figures.put("redo_log_syncs", each(count.logSyncs(), batches));
        figures.put("binary_log_syncs", each(count.binlogSyncs(), batches));
        Report.say("%s, for each batch: %s", key, figures);
        Map<String, Double> texts = new LinkedHashMap<>();
        count.texts().forEach((text, times) -> {
            if (each(times, batches) >= LEAST_TOLD) {
                texts.put(text, each(times, batches));
                Report.say(
                        "%9.3f  %s", each(times, batches), text.length() > 110 ? text.substring(0, 110) + " …" : text);
            }
        });
        figures.put("statements", texts);
        return figures;
    }

    private static double each(long count, int batches) {
        return Math.round(count * 1e4 / batches) / 1e4;
    }

    @Override
    public void close() {
        if (before != null) {
            rig.database().execute(before);
        }
    }
}
