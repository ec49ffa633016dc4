package io.rowcall.bench;

import com.rabbitmq.client.Connection;
import io.rowcall.apply.Gate;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Database;
import io.rowcall.testing.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Compares the worker with bare multi-row JDBC inserts: the same rows, one database connection each, as many rows to a
 * statement and to a transaction. What comes out as the ratio is what a batch's way costs beside the insert itself:
 * message, decoding, checks, ledger, confirmed result. See docs/performance.md.
 */
public final class Bench {

    /** Rows in a statement of the worker, and in a batch of this benchmark. */
    private static final int CHUNK_ROWS = 1_000;

    /** Rows in a transaction: the default of {@code rowcall.receive.group-rows}. */
    private static final int COMMIT_ROWS = 4_000;

    /** The measurement by its name in the file of results. */
    private static final String CLEAN = "clean_1000";

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Locale.setDefault(Locale.ROOT);
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println("rowcall: " + Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(Options options) throws InterruptedException, IOException {
        Stopwatch stopwatch = new Stopwatch();
        try (Database database = Database.create("bench");
                Broker broker = Broker.create("bench")) {
            Workload.makeTable(database, RowcallRun.TABLE);
            try (Worker worker = Worker.on(database, broker)
                    .target(RowcallRun.TARGET, "table: " + RowcallRun.TABLE)
                    .property("rowcall.receive.group-rows", String.valueOf(COMMIT_ROWS))
                    .property("rowcall.apply.hold-watch", "200ms")
                    .property("logging.level.root", "warn")
                    .property("logging.level." + Gate.class.getName(), "error")
                    .listener(stopwatch)
                    .start()) {
                Report report = new Report(options, Machine.look(Duration.ofSeconds(2)), environment(database, broker));
                report.begin();
                Contest contest = new Contest(
                        new BareInserts(database, worker.part(DataSource.class), CHUNK_ROWS, COMMIT_ROWS),
                        new RowcallRun(worker, database, broker, stopwatch),
                        Workload.of(options.seed(), options.batches(), CHUNK_ROWS));
                contest.warmUp(options.warmUps());
                stopwatch.forget();
                Comparison clean = measure(contest, options);
                report.end(Map.of(CLEAN, clean), stopwatch);
                return clean.ratio() >= options.atLeast();
            }
        }
    }

    private static Comparison measure(Contest contest, Options options) {
        if (!options.profile()) {
            return contest.measure(options.pairs());
        }
        try (Profile profile = new Profile(options.folder().resolve("profile.jfr"))) {
            Comparison comparison = contest.measure(options.pairs());
            profile.tell();
            return comparison;
        }
    }

    /** What decides figures, as name and value. */
    private static Map<String, String> environment(Database database, Broker broker) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("java", Runtime.version().toString());
        environment.put(
                "mysql",
                database.queryValue("SELECT VERSION()") + " at "
                        + database.server().host() + ":" + database.server().port());
        database.queryRows(
                        "SELECT @@innodb_flush_log_at_trx_commit innodb_flush_log_at_trx_commit, @@sync_binlog sync_binlog,"
                                + " @@innodb_doublewrite innodb_doublewrite")
                .getFirst()
                .forEach((name, value) -> environment.put(name, String.valueOf(value)));
        try (Connection connection = broker.connect()) {
            environment.put(
                    "rabbitmq",
                    connection.getServerProperties().get("version") + " at " + broker.host() + ":" + broker.port());
        }
        return environment;
    }

    private Bench() {}
}
