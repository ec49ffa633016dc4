package io.rowcall.testing;

import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes all memory of a worker's JVM at a chosen step, whatever comes of that. */
final class Exhaustion implements Steps.Listener {

    /** System property: the step's name, and how often it is passed before. */
    static final String PLACE = "rowcall.exhaustion";

    private final Step step;
    private final AtomicInteger left;

    private Exhaustion(Step step, int skip) {
        this.step = step;
        this.left = new AtomicInteger(skip);
    }

    static Exhaustion at(String place) {
        String[] parts = place.split(":");
        return new Exhaustion(Step.valueOf(parts[0]), Integer.parseInt(parts[1]));
    }

    static String place(Step step, int skip) {
        return step + ":" + skip;
    }

    @Override
    public void reached(Step reached, String target) {
        if (reached == step && left.getAndDecrement() <= 0) {
            List<byte[]> all = new ArrayList<>();
            while (!all.contains(new byte[0])) {
                all.add(new byte[1 << 20]);
            }
        }
    }
}
