package io.rowcall.bench;

import io.rowcall.bench.Heat.Measure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Makes heats: what contenders a group of measurements needs, each with its rows. */
final class Heats implements AutoCloseable {

    private static final int CEILING_BATCH_ROWS = 1_000;
    private static final int USUAL_SHARE = 8;

    private final Rig rig;
    private final BareConnections connections;
    private final Calibration calibration;
    private final Options options;
    private final Deque<UsualWay> usualWays = new ArrayDeque<>();

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

    /** The heat of one feed before a full ledger and an empty one. */
    Heat ofLedger(Key key, Rig full) {
        Workload workload = new Making().workload(key.feed());
        RowcallRun ours = new RowcallRun("rowcall before a full ledger", full, LedgerFill.LANE, workload);
        RowcallRun theirs = new RowcallRun("rowcall before an empty one", rig, LedgerFill.LANE, workload);
        return new Heat(Map.of(key, new Measure(ours, theirs)), rig::emptyLedger);
    }

    /** The heat of one feed over one connection, taken from messages and from memory. */
    Heat ofOneConsumer(Key key, Rig one) {
        Workload workload = new Making().workload(key.feed());
        RowcallRun ours =
                new RowcallRun("rowcall with one consumer", one, one.lanes().getFirst(), workload);
        BareRun theirs = new BareRun(
                "bare INSERT over one connection", rig.database(), connections, new Bulk(BulkWay.INSERT, 1), workload);
        return new Heat(Map.of(key, new Measure(ours, theirs)), one::emptyLedger);
    }

    @Override
    public void close() {
        usualWays.forEach(UsualWay::close);
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
                case USUAL_WAY -> usualWay(key.feed());
                case BARE_INSERT, BARE_PARTS, EMPTY_LEDGER ->
                    throw new IllegalArgumentException(key + " has heats of its own");
            };
        }

        RowcallRun rowcall(Feed feed) {
            return runs.computeIfAbsent(
                    feed, key -> new RowcallRun("rowcall, " + key, rig, lanes.pop(), workload(key)));
        }

        private BareRun ceiling(Shape shape) throws InterruptedException {
            Workload workload = workload(new Feed(shape, CEILING_BATCH_ROWS, Faults.NONE));
            return new BareRun("ceiling", rig.database(), connections, calibration.best(workload), workload);
        }

        /** Slow enough that fewer of the same messages take as long. */
        private UsualWay usualWay(Feed feed) {
            Workload workload = workload(feed);
            UsualWay usual = new UsualWay(rig, workload.first(Math.max(1, workload.batches() / USUAL_SHARE)));
            usualWays.push(usual);
            return usual;
        }

        private Workload workload(Feed feed) {
            return workloads.computeIfAbsent(
                    feed, key -> Workload.of(key, options.scale().batches(key), options.seed()));
        }
    }
}
