package io.rowcall.bench;

import java.util.Arrays;

/** Numbers measured again and again. */
record Figures(double[] sorted) {

    /** In any order; at least one. */
    static Figures of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no figures");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Figures(sorted);
    }

    /** The one in the middle; of an even number, halfway between the two. */
    double median() {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The least figure that so many percent of all are not above (nearest rank). */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
    }

    double least() {
        return sorted[0];
    }

    double most() {
        return sorted[sorted.length - 1];
    }
}
