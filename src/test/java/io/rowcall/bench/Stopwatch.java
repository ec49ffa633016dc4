package io.rowcall.bench;

import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures the run of one target, by any number of workers and threads in this JVM: from the first batch received to the
 * last one acknowledged.
 */
final class Stopwatch implements Steps.Listener {

    private final Map<Step, Long> nanosBefore = new EnumMap<>(Step.class);
    private final Map<Thread, Long> lastOfThread = new HashMap<>();
    private Taken start = Taken.now();
    private Taken end = start;
    private long lastNanos = start.nanos();
    private boolean running;
    private int groups;

    @Override
    public synchronized void reached(Step step, String target) {
        if (step == Step.SENT || step == Step.FORGOTTEN) {
            return; // not always told by a thread that works on the batches
        }
        long now = System.nanoTime();
        if (!running && step == Step.RECEIVED) {
            start = Taken.now();
            running = true;
            lastOfThread.clear();
        }
        Long before = lastOfThread.put(Thread.currentThread(), now);
        if (before != null) {
            nanosBefore.merge(step, now - before, Long::sum);
        }
        if (step == Step.COMMITTED) {
            groups++;
        }
        if (step == Step.ACKED) {
            end = Taken.now();
        }
        lastNanos = now;
    }

    /** The next batch received begins a run. */
    synchronized void reset() {
        running = false;
    }

    /** How long no batch has come any further. */
    synchronized long quietNanos() {
        return System.nanoTime() - lastNanos;
    }

    /** How long the run took. */
    synchronized Taken taken() {
        return end.since(start);
    }

    /** For each step, the time from the one before it to this one, as share of all threads' time since {@link #forget}. */
    synchronized Map<Step, Double> shares() {
        double all = nanosBefore.values().stream().mapToLong(Long::longValue).sum();
        Map<Step, Double> shares = new EnumMap<>(Step.class);
        nanosBefore.forEach((step, nanos) -> shares.put(step, nanos / all));
        return shares;
    }

    /** For each step of a group, the mean milliseconds from the one before it since {@link #forget}. */
    synchronized Map<Step, Double> millis() {
        Map<Step, Double> millis = new EnumMap<>(Step.class);
        nanosBefore.forEach((step, nanos) -> {
            // What lies before the first one is the wait for a batch.
            if (step != Step.RECEIVED) {
                millis.put(step, nanos / 1e6 / groups);
            }
        });
        return millis;
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
