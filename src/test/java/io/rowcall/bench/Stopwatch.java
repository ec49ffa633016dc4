package io.rowcall.bench;

import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import java.util.EnumMap;
import java.util.Map;

/** Measures a worker's run from the first batch received to the last one acknowledged. For one target at a time. */
final class Stopwatch implements Steps.Listener {

    private final Map<Step, Long> nanosBefore = new EnumMap<>(Step.class);
    private Taken start = Taken.now();
    private Taken end = start;
    private Step last = Step.FORGOTTEN;
    private long lastNanos;
    private boolean running;
    private int groups;

    @Override
    public synchronized void reached(Step step, String target) {
        if (step == Step.SENT || step == Step.FORGOTTEN) {
            return; // not always told by the thread that works on the batches
        }
        long now = System.nanoTime();
        if (running) {
            nanosBefore.merge(step, now - lastNanos, Long::sum);
        } else if (step == Step.RECEIVED) {
            start = Taken.now();
            running = true;
        }
        if (step == Step.ACKED) {
            groups++;
            end = Taken.now();
        }
        last = step;
        lastNanos = now;
    }

    /** The next batch received begins a run. */
    synchronized void reset() {
        running = false;
    }

    /** Whether the batches received last are acknowledged. */
    synchronized boolean idle() {
        return last == Step.ACKED;
    }

    /** How long the run took. */
    synchronized Taken taken() {
        return end.since(start);
    }

    /** For each step, the time from the one before it to this one, as share of all time since {@link #forget}. */
    synchronized Map<Step, Double> shares() {
        double all = nanosBefore.values().stream().mapToLong(Long::longValue).sum();
        Map<Step, Double> shares = new EnumMap<>(Step.class);
        nanosBefore.forEach((step, nanos) -> shares.put(step, nanos / all));
        return shares;
    }

    /** Transactions since {@link #forget}. */
    synchronized int groups() {
        return groups;
    }

    /** Begins to count from nothing. */
    synchronized void forget() {
        nanosBefore.clear();
        groups = 0;
    }
}
