package io.rowcall.bench;

import io.rowcall.bench.Heat.Measure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Makes heats: what contenders a group of measurements needs, each with its rows. */
final class Heats {

    private static final int CEILING_BATCH_ROWS = 1_000;

    private final Rig rig;
    private final BareConnections connections;
    private final Calibration calibration;
    private final Options options;

    Heats(Rig rig, BareConnections connections, Calibration calibration, Options options) {
        this.rig = rig;
        this.connections = connections;
        this.calibration = calibration;
        this.options = options;
    }

    /** The heat of measurements that are of one group. */
    Heat of(Set<Key> keys) throws InterruptedException {
        Making making = new Making();
        Map<Key, Measure> measures = new EnumMap<>(Key.class);
        for (Key key : keys) {
            measures.put(key, new Measure(making.rowcall(key.feed()), making.rival(key)));
        }
        return new Heat(measures, rig::emptyLedger);
    }

    /** Workloads and runs of one heat are shared where they are alike. */
    private final class Making {

        private final Map<Feed, Workload> workloads = new HashMap<>();
        private final Map<Feed, RowcallRun> runs = new HashMap<>();
        private final Deque<Lane> lanes = new ArrayDeque<>(rig.lanes());

        Contender rival(Key key) throws InterruptedException {
            return switch (key.rival()) {
                case CEILING -> ceiling(key.feed().shape());
                case OWN_CLEAN -> rowcall(key.feed().clean());
            };
        }

        RowcallRun rowcall(Feed feed) {
            return runs.computeIfAbsent(
                    feed, key -> new RowcallRun("rowcall, " + key, rig, lanes.pop(), workload(key)));
        }

        private Ceiling ceiling(Shape shape) throws InterruptedException {
            Workload workload = workload(new Feed(shape, CEILING_BATCH_ROWS, Faults.NONE));
            return new Ceiling(rig.database(), connections, calibration.best(workload), workload);
        }

        private Workload workload(Feed feed) {
            return workloads.computeIfAbsent(
                    feed, key -> Workload.of(key, options.scale().batches(key), options.seed()));
        }
    }
}
