package io.rowcall.bench;

import java.util.ArrayList;
import java.util.List;

/** Lets two contenders run on the same rows in turns, so that what else the machine does falls on both. */
final class Contest {

    private final Contender bare;
    private final Contender rowcall;
    private final Workload workload;
    private int runs;

    Contest(Contender bare, Contender rowcall, Workload workload) {
        this.bare = bare;
        this.rowcall = rowcall;
        this.workload = workload;
    }

    /** Pairs of runs that don't count: compilers and caches get to know the work. */
    void warmUp(int pairs) {
        for (int i = 1; i <= pairs; i++) {
            pair("warm-up");
        }
    }

    /** Pairs of runs that count. */
    Comparison measure(int pairs) {
        List<Comparison.Pair> measured = new ArrayList<>();
        for (int i = 1; i <= pairs; i++) {
            measured.add(pair("pair " + i));
        }
        return new Comparison(workload.rows().size(), List.copyOf(measured));
    }

    private Comparison.Pair pair(String name) {
        runs++;
        rowcall.prepare(workload, runs);
        bare.prepare(workload, runs);
        Comparison.Pair pair = new Comparison.Pair(bare.run(workload, runs), rowcall.run(workload, runs));
        Report.pair(name, workload.rows().size(), pair);
        return pair;
    }
}
