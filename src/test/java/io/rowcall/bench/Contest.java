package io.rowcall.bench;

import io.rowcall.bench.Comparison.Pair;
import io.rowcall.bench.Heat.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs heats one after another and keeps what they say. */
final class Contest {

    private static final int LEAST_HEATS = 2;

    private int heats;

    /** The number of a run that no other run has. */
    int nextNumber() {
        return ++heats;
    }

    /** Runs heats that don't count: compilers and caches get to know the work. */
    void warmUp(Heat heat, int times) throws InterruptedException {
        for (int i = 1; i <= times; i++) {
            Report.heat("warm-up " + i, heat.run(nextNumber()));
        }
    }

    /** Runs heats that count: so many, or fewer where they take too long, but at least {@value #LEAST_HEATS}. */
    Map<Key, Comparison> measure(Heat heat, Scale scale) throws InterruptedException {
        long begin = System.nanoTime();
        long time = scale.groupTime().toNanos();
        Map<Key, List<Pair>> pairs = new EnumMap<>(Key.class);
        for (int i = 1; i <= scale.pairs() && (i <= LEAST_HEATS || System.nanoTime() - begin < time); i++) {
            Map<Contender, Rate> rates = heat.run(nextNumber());
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
