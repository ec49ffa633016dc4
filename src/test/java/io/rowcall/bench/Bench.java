package io.rowcall.bench;

import io.rowcall.bench.Key.Group;
import io.rowcall.testing.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Measures the worker beside what else could put the same rows into the same tables. See docs/performance.md. */
public final class Bench {

    private final Options options;
    private final Rig rig;
    private final BareConnections connections;
    private final Heats heats;
    private final Contest contest = new Contest();
    private final Outcome outcome = new Outcome();

    private Bench(Options options, Rig rig, BareConnections connections, Heats heats) {
        this.options = options;
        this.rig = rig;
        this.connections = connections;
        this.heats = heats;
    }

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Locale.setDefault(Locale.ROOT);
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("rowcall: " + e.getMessage());
            System.err.println("rowcall: " + Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(Options options) throws InterruptedException, IOException {
        Servers.requireDurable();
        try (Rig rig = Rig.open("bench");
                BareConnections connections = new BareConnections(rig.database())) {
            Machine machine = Machine.look(Duration.ofSeconds(2));
            Map<String, String> environment = rig.environment();
            Report.begin(options, machine, environment);
            Calibration calibration = new Calibration(rig.database(), connections);
            try (Heats heats = new Heats(rig, connections, calibration, options)) {
                Outcome outcome = new Bench(options, rig, connections, heats).measure();
                Report.end(outcome);
                new ResultsFile(options, machine, environment).write(outcome, calibration.found());
                return Bounds.kept(options, outcome.ratios());
            }
        }
    }

    private Outcome measure() throws InterruptedException {
        for (Group group : Group.values()) {
            Set<Key> keys = EnumSet.copyOf(options.keys());
            keys.removeIf(key -> key.group() != group);
            if (!keys.isEmpty()) {
                measure(group, keys);
            }
        }
        return outcome;
    }

    private void measure(Group group, Set<Key> keys) throws InterruptedException {
        switch (group) {
            case LATENCY -> {
                rig.stopwatch().forget();
                outcome.add(Latency.measure(rig, connections, options, contest.nextNumber()));
                Report.stepsOfABatch(rig.stopwatch());
            }
            case LEDGER -> {
                try (Rig full = Rig.open("full")) {
                    LedgerFill.fill(full, options.ledger());
                    measure(group, heats.ofLedger(Key.LEDGER_10M, full), full);
                }
            }
            case ONE_CONSUMER -> {
                try (Rig one = Rig.open("one", Map.of("rowcall.receive.consumers", "1"))) {
                    measure(group, heats.ofOneConsumer(Key.INSERT_1000, one), one);
                }
            }
            case CLEAN, BAD, LARGE, KINDS, WIDE, TWO_WORKERS -> {
                Heat heat = heats.of(keys);
                measure(group, heat, rig);
                if (options.statements() && group == Group.CLEAN) {
                    countStatements(heat);
                }
            }
        }
    }

    /** @param watched where the worker's time is told of */
    private void measure(Group group, Heat heat, Rig watched) throws InterruptedException {
        while (rig.workers() < group.workers()) {
            rig.addWorker();
        }
        contest.warmUp(heat, options.scale().warmUps());
        watched.stopwatch().forget();
        outcome.add(profiled(group, heat));
        Report.steps(watched.stopwatch());
        while (rig.workers() > 1) {
            rig.removeWorker();
        }
    }

    private Map<Key, Comparison> profiled(Group group, Heat heat) throws InterruptedException {
        if (!options.profile()) {
            return contest.measure(heat, options.scale());
        }
        String file = "profile-" + group.name().toLowerCase(Locale.ROOT) + ".jfr";
        try (Profile profile = new Profile(options.folder().resolve(file))) {
            Map<Key, Comparison> measured = contest.measure(heat, options.scale());
            profile.tell();
            return measured;
        }
    }

    private void countStatements(Heat heat) throws InterruptedException {
        try (StatementCounting counting = new StatementCounting(rig)) {
            for (Key key : heat.measures().keySet()) {
                Contender rowcall = heat.measures().get(key).ours();
                outcome.addStatements(
                        key, counting.count(key, rowcall, options.scale().batches(key.feed()), contest.nextNumber()));
            }
        }
    }
}
