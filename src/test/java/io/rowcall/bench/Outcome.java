package io.rowcall.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that was found out so far. */
final class Outcome {

    private final Map<Key, Double> ratios = new EnumMap<>(Key.class);
    private final Map<Key, Comparison> comparisons = new EnumMap<>(Key.class);
    private final Map<String, Object> statements = new LinkedHashMap<>();
    private @Nullable Latency latency;

    void add(Map<Key, Comparison> measured) {
        comparisons.putAll(measured);
        measured.forEach(
                (key, comparison) -> ratios.put(key, comparison.ratios().median()));
    }

    void add(Latency measured) {
        latency = measured;
        ratios.put(Key.LATENCY, measured.ratio());
        ratios.put(Key.LATENCY_P99, measured.tail());
    }

    void addStatements(Key key, Map<String, Object> figures) {
        statements.put(key.toString(), figures);
    }

    Map<Key, Double> ratios() {
        return ratios;
    }

    Map<Key, Comparison> comparisons() {
        return comparisons;
    }

    Map<String, Object> statements() {
        return statements;
    }

    @Nullable
    Latency latency() {
        return latency;
    }
}
