package io.rowcall.faults;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do.
 *
 * @param seed makes the batches and the order of faults; not how they fall together
 * @param duration of the time in which faults are done
 * @param kinds of faults to choose from
 * @param sabotage a worker that has to be found out
 * @param controls whether to find out every kind of sabotage, and nothing else
 */
record Options(
        long seed,
        Duration duration,
        List<FaultKind> kinds,
        int workers,
        int producers,
        Optional<Sabotage> sabotage,
        boolean controls) {

    static final String USAGE = """
            usage: bin/faults [--seed N] [--minutes M] [--workers N] [--scenario N] [--break NAME] [--controls]
              --seed N       batches and order of faults; one is chosen where it is not given
              --minutes M    how long there are faults, 5 unless given; 0.5 is half a minute
              --workers N    2 unless given
              --scenario N   only faults of this number in docs/reliability.md
              --break NAME   ack-before-commit, no-ledger, result-before-commit, nack-as-reject or publish-without-confirm:
                             a worker that breaks the promise on purpose, which has to be found out
              --controls     each of these, one after the other""";

    static Options of(String... arguments) {
        Options options = new Options(
                System.nanoTime() & 0xFFFFFF,
                Duration.ofMinutes(5),
                List.of(FaultKind.values()),
                2,
                3,
                Optional.empty(),
                false);
        for (int i = 0; i < arguments.length; i++) {
            options = switch (arguments[i]) {
                case "--seed" -> options.withSeed(Long.parseLong(arguments[++i]));
                case "--minutes" ->
                    options.lasting(Duration.ofMillis((long) (Double.parseDouble(arguments[++i]) * 60_000)));
                case "--workers" -> options.withWorkers(Integer.parseInt(arguments[++i]));
                case "--scenario" -> options.only(scenario(Integer.parseInt(arguments[++i])));
                case "--break" -> options.breaking(sabotage(arguments[++i]));
                case "--controls" -> options.withControls();
                default -> throw new IllegalArgumentException("what is " + arguments[i] + "?");
            };
        }
        if (options.workers < 1 || options.workers > 20 || options.duration.toMillis() < 1_000) {
            throw new IllegalArgumentException("--workers takes 1 to 20, --minutes one second or more");
        }
        return options;
    }

    private static List<FaultKind> scenario(int number) {
        List<FaultKind> kinds = FaultKind.ofScenario(number);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("scenario " + number
                    + " is none that this program makes; docs/reliability.md says where it is tested");
        }
        return kinds;
    }

    private static Sabotage sabotage(String word) {
        return Sabotage.of(word).orElseThrow(() -> new IllegalArgumentException("there is no --break " + word));
    }

    Options withSeed(long other) {
        return new Options(other, duration, kinds, workers, producers, sabotage, controls);
    }

    Options lasting(Duration other) {
        return new Options(seed, other, kinds, workers, producers, sabotage, controls);
    }

    Options withWorkers(int other) {
        return new Options(seed, duration, kinds, other, producers, sabotage, controls);
    }

    Options only(List<FaultKind> others) {
        return new Options(seed, duration, others, workers, producers, sabotage, controls);
    }

    /** The fault that shows it surely and soon. */
    Options breaking(Sabotage which) {
        return new Options(
                seed, Duration.ofSeconds(4), List.of(which.fault()), workers, 1, Optional.of(which), controls);
    }

    private Options withControls() {
        return new Options(seed, duration, kinds, workers, producers, sabotage, true);
    }
}
