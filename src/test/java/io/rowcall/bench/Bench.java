package io.rowcall.bench;

import io.rowcall.bench.Key.Group;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Measures the worker beside what else could put the same rows into the same tables. See docs/performance.md. */
public final class Bench {

    private final Options options;
    private final Map<Key, Double> ratios = new EnumMap<>(Key.class);
    private final Map<Key, Comparison> comparisons = new EnumMap<>(Key.class);

    private Bench(Options options) {
        this.options = options;
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
        System.exit(new Bench(options).run() ? 0 : 1);
    }

    private boolean run() throws InterruptedException, IOException {
        try (Rig rig = Rig.open("bench");
                BareConnections connections = new BareConnections(rig.database())) {
            Machine machine = Machine.look(Duration.ofSeconds(2));
            Map<String, String> environment = rig.environment();
            Report.begin(options, machine, environment);
            Calibration calibration = new Calibration(rig.database(), connections);
            Heats heats = new Heats(rig, connections, calibration, options);
            Contest contest = new Contest();
            for (Group group : Group.values()) {
                Set<Key> keys = EnumSet.copyOf(options.keys());
                keys.removeIf(key -> key.group() != group);
                if (!keys.isEmpty()) {
                    measure(group, heats.of(keys), contest, rig);
                }
            }
            comparisons.forEach(Report::comparison);
            new ResultsFile(options, machine, environment).write(ratios, comparisons, calibration.found());
            Report.say("figures are in %s", options.results());
            return Bounds.kept(options, ratios);
        }
    }

    private void measure(Group group, Heat heat, Contest contest, Rig rig) throws InterruptedException {
        while (rig.workers() < group.workers()) {
            rig.addWorker();
        }
        contest.warmUp(heat, options.scale().warmUps());
        rig.stopwatch().forget();
        Map<Key, Comparison> measured = profiled(group, heat, contest);
        Report.steps(rig.stopwatch());
        while (rig.workers() > 1) {
            rig.removeWorker();
        }
        comparisons.putAll(measured);
        measured.forEach(
                (key, comparison) -> ratios.put(key, comparison.ratios().median()));
    }

    private Map<Key, Comparison> profiled(Group group, Heat heat, Contest contest) throws InterruptedException {
        if (!options.profile()) {
            return contest.measure(heat, options.scale().pairs());
        }
        String file = "profile-" + group.name().toLowerCase(Locale.ROOT) + ".jfr";
        try (Profile profile = new Profile(options.folder().resolve(file))) {
            Map<Key, Comparison> measured =
                    contest.measure(heat, options.scale().pairs());
            profile.tell();
            return measured;
        }
    }
}
