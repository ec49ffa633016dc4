package io.rowcall.bench;

import java.util.Map;

/** Judges ratios by what was asked for. */
final class Bounds {

    /** Says which bounds are not kept; false if any is. What was not measured can't keep one. */
    static boolean kept(Options options, Map<Key, Double> ratios) {
        boolean kept = true;
        for (Map.Entry<Key, Double> bound : options.atLeast().entrySet()) {
            Double ratio = ratios.get(bound.getKey());
            if (ratio == null || ratio < bound.getValue()) {
                Report.say("%s is %s and should be at least %s", bound.getKey(), ratio, bound.getValue());
                kept = false;
            }
        }
        for (Map.Entry<Key, Double> bound : options.atMost().entrySet()) {
            Double ratio = ratios.get(bound.getKey());
            if (ratio == null || ratio > bound.getValue()) {
                Report.say("%s is %s and should be at most %s", bound.getKey(), ratio, bound.getValue());
                kept = false;
            }
        }
        return kept;
    }

    private Bounds() {}
}
