package io.rowcall.bench;

import io.rowcall.testing.Database;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out which bare program is the fastest here, for each shape of table when it is first asked for. */
final class Calibration {

    private static final int MOST_CONNECTIONS = 4;
    private static final int FINALISTS = 3;
    private static final int FINAL_ROUNDS = 2;

    private final Database database;
    private final BareConnections connections;
    private final Map<Shape, Bulk> found = new EnumMap<>(Shape.class);

    Calibration(Database database, BareConnections connections) {
        this.database = database;
        this.connections = connections;
    }

    /** The fastest for such rows. */
    Bulk best(Workload workload) throws InterruptedException {
        Shape shape = workload.feed().shape();
        Bulk best = found.get(shape);
        if (best == null) {
            best = compare(workload);
            found.put(shape, best);
        }
        return best;
    }

    /** What was found so far. */
    Map<Shape, Bulk> found() {
        return found;
    }

    private Bulk compare(Workload workload) throws InterruptedException {
        List<Bulk> candidates = candidates();
        Workload half = workload.first((workload.batches() + 1) / 2);
        for (Bulk warmUp :
                candidates.stream().filter(each -> each.connections() == 2).toList()) {
            rate(warmUp, half);
        }
        Map<Bulk, Double> rates = new HashMap<>();
        for (Bulk candidate : candidates) {
            rates.put(candidate, rate(candidate, half));
        }
        candidates.sort((a, b) -> Double.compare(rates.get(b), rates.get(a)));
        List<Bulk> finalists = candidates.subList(0, Math.min(FINALISTS, candidates.size()));
        finalists.forEach(rates::remove);
        for (int round = 1; round <= FINAL_ROUNDS; round++) {
            for (Bulk finalist : finalists) {
                rates.merge(finalist, rate(finalist, workload), Math::max);
            }
        }
        finalists.sort((a, b) -> Double.compare(rates.get(b), rates.get(a)));
        candidates.forEach(
                each -> Report.say("%s: %s gives %,.0f rows/s", workload.feed().shape(), each, rates.get(each)));
        Report.say("the ceiling for %s is %s", workload.feed().shape(), finalists.getFirst());
        return finalists.getFirst();
    }

    private List<Bulk> candidates() {
        List<Bulk> candidates = new ArrayList<>();
        for (BulkWay way : BulkWay.values()) {
            if (way == BulkWay.LOAD_DATA && !connections.mayLoad()) {
                Report.say("LOAD DATA LOCAL is left out: the server's local_infile is off");
                continue;
            }
            for (int count = 1; count <= MOST_CONNECTIONS; count++) {
                candidates.add(new Bulk(way, count));
            }
        }
        return candidates;
    }

    private double rate(Bulk bulk, Workload workload) throws InterruptedException {
        return new BareRun(bulk.toString(), database, connections, bulk, workload)
                .run(0)
                .rowsPerSecond();
    }
}
