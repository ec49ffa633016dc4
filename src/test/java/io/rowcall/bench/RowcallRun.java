package io.rowcall.bench;

import io.rowcall.batch.Wire;
import io.rowcall.testing.Producer;
import java.time.Duration;

/**
 * The worker with a full queue before it: its target is held, the batches are published and confirmed, the target is
 * resumed. Ends when every batch has its confirmed result and is acknowledged.
 */
final class RowcallRun implements Contender {

    /** What is written to a table that was altered in the last seconds is checked over and over. */
    private static final long SETTLED_NANOS = Duration.ofSeconds(4).toNanos();

    /** Whatever is still to come comes sooner. */
    private static final long QUIET_NANOS = Duration.ofMillis(200).toNanos();

    private final String name;
    private final Rig rig;
    private final Lane lane;
    private final Workload workload;
    private long tableMade;

    RowcallRun(String name, Rig rig, Lane lane, Workload workload) {
        this.name = name;
        this.rig = rig;
        this.lane = lane;
        this.workload = workload;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(int number) {
        workload.makeTable(rig.database(), lane.table());
        tableMade = System.nanoTime();
        // Else the first group would be written by what the worker knows of the table before, rolled back and begun
        // again.
        rig.tableIsNew(lane);
        try (Producer producer = Producer.of(rig.broker())) {
            producer.publish(workload.messages(lane.target(), number));
        }
    }

    @Override
    public Rate run(int number) {
        Rig.await("the table out of its first seconds", () -> System.nanoTime() - tableMade > SETTLED_NANOS);
        // What was acknowledged just before its channel was closed may be here again.
        rig.queues().purge(Wire.RESULTS);
        Stopwatch stopwatch = rig.stopwatch();
        stopwatch.reset();
        rig.resume(lane);
        awaitEnd(number);
        rig.hold(lane);
        Rate rate = new Rate(workload.rows().size(), stopwatch.taken());
        Rig.await("nothing given back", () -> rig.queues().ready(Wire.importQueue(lane.target())) == 0);
        workload.requireIn(rig.database(), lane.table());
        Verdicts.require(rig.broker(), workload, number);
        return rate;
    }

    /** Looks at queues, which costs the worker nothing, and into the ledger only when there is nothing more to come. */
    private void awaitEnd(int number) {
        QueueWatch queues = rig.queues();
        Rig.await("an empty queue", () -> queues.ready(Wire.importQueue(lane.target())) == 0);
        Rig.await("a result for each batch", () -> queues.ready(Wire.RESULTS) >= workload.batches());
        Rig.await("every batch acknowledged", () -> rig.stopwatch().quietNanos() > QUIET_NANOS);
        long applied = rig.applied(lane, number);
        if (applied != workload.batches()) {
            throw new IllegalStateException(
                    "%d batches are in the ledger, not %d".formatted(applied, workload.batches()));
        }
    }
}
