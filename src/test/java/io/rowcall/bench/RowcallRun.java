package io.rowcall.bench;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.apply.Targets;
import io.rowcall.batch.Wire;
import io.rowcall.ledger.Holds;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Database;
import io.rowcall.testing.Producer;
import io.rowcall.testing.Result;
import io.rowcall.testing.Results;
import io.rowcall.testing.Worker;
import io.rowcall.write.RowWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The worker with a full queue before it: its target is held, the batches are published and confirmed, the target is
 * resumed. Ends when every batch has its confirmed result and is acknowledged.
 */
final class RowcallRun implements Contender {

    static final String TARGET = "bench";
    static final String TABLE = "bench_rowcall";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What is written to a table that was altered in the last seconds is checked over and over. */
    private static final long SETTLED_NANOS = Duration.ofSeconds(4).toNanos();

    private final Worker worker;
    private final Database database;
    private final Broker broker;
    private final Stopwatch stopwatch;
    private final JdbcClient connections;
    private long tableMade;

    RowcallRun(Worker worker, Database database, Broker broker, Stopwatch stopwatch) {
        this.worker = worker;
        this.database = database;
        this.broker = broker;
        this.stopwatch = stopwatch;
        this.connections = JdbcClient.create(worker.part(DataSource.class));
    }

    @Override
    public void prepare(Workload workload, int number) {
        hold();
        Workload.makeTable(database, TABLE);
        tableMade = System.nanoTime();
        // Else the first group would be written by what the worker knows of the table before, rolled back and begun
        // again.
        worker.part(RowWriter.class)
                .tableMayHaveChanged(worker.part(Targets.class).find(TARGET).orElseThrow());
        // Acknowledged just before their channel was closed, results of the run before may be here again.
        broker.purge(Wire.RESULTS);
        try (Producer producer = Producer.of(broker)) {
            producer.publish(workload.messages(TARGET, number));
        }
    }

    @Override
    public Taken run(Workload workload, int number) {
        await("the table out of its first seconds", () -> System.nanoTime() - tableMade > SETTLED_NANOS);
        stopwatch.reset();
        worker.part(Holds.class).resume(TARGET);
        // Looked for in the ledger, which costs next to nothing; results are read only when the clock stands.
        String run = "run-%06d".formatted(number);
        await("every batch in the ledger", () -> applied(run) == workload.batches());
        await("every batch acknowledged", stopwatch::idle);
        hold();
        workload.requireIn(database, TABLE);
        requireResults(workload);
        return stopwatch.taken();
    }

    private void hold() {
        worker.part(Holds.class).hold(TARGET, "the benchmark fills the queue");
        await("the target held", () -> worker.part(Gates.class).states().get(TARGET) instanceof Gate.State.Held);
        await("no consumer", () -> broker.consumers(Wire.importQueue(TARGET)) == 0);
    }

    private int applied(String run) {
        return connections
                .sql("SELECT COUNT(*) FROM rowcall_batch b JOIN rowcall_target t USING (target_id)"
                        + " WHERE t.name = ? AND b.batch_id BETWEEN ? AND ?")
                .params(TARGET, run, run + "~")
                .query(Integer.class)
                .single();
    }

    private void requireResults(Workload workload) {
        try (Results results = Results.of(broker)) {
            long inserted = 0;
            for (Result result : results.within(PATIENCE).awaitAll(workload.batches())) {
                inserted += result.counts().inserted();
            }
            if (inserted != workload.rows().size() || results.messages() != workload.batches()) {
                throw new IllegalStateException("%d messages say that %d rows were inserted, instead of %d and %d"
                        .formatted(
                                results.messages(),
                                inserted,
                                workload.batches(),
                                workload.rows().size()));
            }
        }
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
