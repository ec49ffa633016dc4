package io.rowcall.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How the worker fared beside something else.
 *
 * @param ours what was measured of the worker
 * @param theirs what it is compared with
 */
record Comparison(String ours, String theirs, List<Pair> pairs) {

    /** A run of each, close to each other. */
    record Pair(Rate ours, Rate theirs) {
        double ratio() {
            return ours.rowsPerSecond() / theirs.rowsPerSecond();
        }
    }

    Figures ratios() {
        return figures(Pair::ratio);
    }

    Figures figures(ToDoubleFunction<Pair> figure) {
        return Figures.of(pairs.stream().mapToDouble(figure).toArray());
    }
}
