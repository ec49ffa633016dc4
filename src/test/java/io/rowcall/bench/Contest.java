package io.rowcall.bench;

import io.rowcall.bench.Comparison.Pair;
import io.rowcall.bench.Heat.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs heats one after another and keeps what they say. */
final class Contest {

    private int heats;

    /** Runs heats that don't count: compilers and caches get to know the work. */
    void warmUp(Heat heat, int times) throws InterruptedException {
        for (int i = 1; i <= times; i++) {
            Report.heat("warm-up " + i, heat.run(++heats));
        }
    }

    /** Runs heats that count. */
    Map<Key, Comparison> measure(Heat heat, int times) throws InterruptedException {
        Map<Key, List<Pair>> pairs = new EnumMap<>(Key.class);
        for (int i = 1; i <= times; i++) {
            Map<Contender, Rate> rates = heat.run(++heats);
            Report.heat("heat " + i, rates);
            heat.measures()
                    .forEach((key, measure) -> pairs.computeIfAbsent(key, each -> new ArrayList<>())
                            .add(new Pair(rates.get(measure.ours()), rates.get(measure.theirs()))));
        }
        Map<Key, Comparison> comparisons = new EnumMap<>(Key.class);
        pairs.forEach((key, measured) -> {
            Measure measure = heat.measures().get(key);
            comparisons.put(
                    key, new Comparison(measure.ours().name(), measure.theirs().name(), List.copyOf(measured)));
        });
        return comparisons;
    }
}
