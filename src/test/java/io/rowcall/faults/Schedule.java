package io.rowcall.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Does faults of one lane, one after the other, until the time is over: each kind once, in an order that the seed says,
 * before any comes again.
 */
final class Schedule implements Runnable {

    private final Stage stage;
    private final List<FaultKind> kinds;
    private final Journal journal;
    private final SplittableRandom random;
    private final long untilNanos;

    Schedule(Stage stage, List<FaultKind> kinds, long seed, long untilNanos, Journal journal) {
        this.stage = stage;
        this.kinds = List.copyOf(kinds);
        this.journal = journal;
        this.random = new SplittableRandom(seed);
        this.untilNanos = untilNanos;
    }

    @Override
    public void run() {
        List<FaultKind> left = new ArrayList<>();
        try {
            while (System.nanoTime() < untilNanos && !kinds.isEmpty()) {
                if (left.isEmpty()) {
                    left.addAll(kinds);
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 1_500));
                inflict(left.remove(random.nextInt(left.size())), random.split());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void inflict(FaultKind kind, SplittableRandom own) throws InterruptedException {
        double start = journal.seconds();
        try {
            journal.fault(start, kind, kind.inflict(stage, own));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // The other lane may have taken away what this one needed.
            journal.failure(start, kind, e);
            stage.repair();
        }
    }
}
