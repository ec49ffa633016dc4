package io.rowcall.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A run of each of some contenders, one right after the other, so that what else the machine does falls on all. All are
 * prepared first.
 *
 * @param measures what is compared
 * @param before what has to be done before each heat
 */
record Heat(Map<Key, Measure> measures, Runnable before) {

    /** Two contenders that are compared. */
    record Measure(Contender ours, Contender theirs) {}

    Map<Contender, Rate> run(int number) throws InterruptedException {
        before.run();
        Set<Contender> contenders = new LinkedHashSet<>();
        measures.values().forEach(measure -> {
            contenders.add(measure.theirs());
            contenders.add(measure.ours());
        });
        for (Contender contender : contenders) {
            contender.prepare(number);
        }
        Map<Contender, Rate> rates = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            rates.put(contender, contender.run(number));
        }
        return rates;
    }
}
