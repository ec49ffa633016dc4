package io.rowcall.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long single batches take on an idle system, beside the bare sum of their parts, in milliseconds.
 */
record Latency(Figures rowcall, Figures bare) {

    private static final int P99 = 99;

    /** Between two batches: what the worker does after an answer (within 100 ms) is over before the next one. */
    private static final Duration PAUSE = Duration.ofMillis(130);

    /** Sends batches both ways in turns. */
    static Latency measure(Rig rig, BareConnections connections, Options options, int run) throws InterruptedException {
        int trips = options.scale().trips();
        Workload workload = Workload.of(Key.LATENCY.feed(), 2 * trips, options.seed());
        double[] ours = new double[trips];
        double[] theirs = new double[trips];
        try (RowcallTrip rowcall = new RowcallTrip(rig, workload, run);
                BareTrip bare = new BareTrip(rig, connections, workload)) {
            for (int i = 0; i < trips; i++) {
                rowcall.send(i);
                bare.send(i);
            }
            for (int i = 0; i < trips; i++) {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                // Each is the first after the pause as often as the other.
                if (i % 2 == 0) {
                    ours[i] = rowcall.send(trips + i) / 1e6;
                }
                theirs[i] = bare.send(trips + i) / 1e6;
                if (i % 2 == 1) {
                    ours[i] = rowcall.send(trips + i) / 1e6;
                }
            }
            rowcall.requireAll(workload);
            bare.requireAll(workload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Latency(Figures.of(ours), Figures.of(theirs));
    }

    /** The worker's median over the bare one. */
    double ratio() {
        return rowcall.median() / bare.median();
    }

    /** The worker's 99th percentile over its own median. */
    double tail() {
        return rowcall.percentile(P99) / rowcall.median();
    }

    int trips() {
        return rowcall.sorted().length;
    }

    @Override
    public String toString() {
        return "rowcall %.2f ms (p99 %.2f), bare parts %.2f ms (p99 %.2f), ratio %.3f, p99 over median %.2f, %d trips each"
                .formatted(
                        rowcall.median(),
                        rowcall.percentile(P99),
                        bare.median(),
                        bare.percentile(P99),
                        ratio(),
                        tail(),
                        trips());
    }
}
