package io.rowcall.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How two contenders fared on the same rows.
 *
 * @param rows in each run
 */
record Comparison(int rows, List<Pair> pairs) {

    /** A run of each, one right after the other. */
    record Pair(Taken bare, Taken rowcall) {
        /** Rows per second of rowcall over that of bare inserts. */
        double ratio() {
            return (double) bare.nanos() / rowcall.nanos();
        }
    }

    /** The pairs' {@link Pair#ratio}: the middle one. */
    double ratio() {
        return median(Pair::ratio);
    }

    double leastRatio() {
        return pairs.stream().mapToDouble(Pair::ratio).min().orElseThrow();
    }

    double mostRatio() {
        return pairs.stream().mapToDouble(Pair::ratio).max().orElseThrow();
    }

    /** What a figure of the pairs is in the middle. */
    double median(ToDoubleFunction<Pair> figure) {
        double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    static double perSecond(int rows, Taken taken) {
        return rows * 1e9 / taken.nanos();
    }

    /** CPU time of this process for a row, in microseconds. */
    static double cpuMicros(int rows, Taken taken) {
        return taken.cpuNanos() / 1e3 / rows;
    }
}
