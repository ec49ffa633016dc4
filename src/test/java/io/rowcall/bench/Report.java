package io.rowcall.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what is measured, where, and what came out. */
final class Report {

    static void begin(Options options, Machine machine, Map<String, String> environment) {
        say("%s", machine);
        say(
                "%s",
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        say(
                "seed %d, %,d rows a run, up to %d pairs of runs for each of %s",
                options.seed(), options.scale().rows(), options.scale().pairs(), options.keys());
        if (machine.isBusy()) {
            say("WARNING: this machine is busy with other work: rows per second say little, ratios a little more");
        }
    }

    static void heat(String name, Map<Contender, Rate> rates) {
        say(
                "%-9s %s",
                name,
                rates.entrySet().stream()
                        .map(entry -> "%s %,.0f"
                                .formatted(
                                        entry.getKey().name(), entry.getValue().rowsPerSecond()))
                        .collect(Collectors.joining("; ")));
    }

    static void end(Outcome outcome) {
        outcome.comparisons().forEach(Report::comparison);
        if (outcome.latency() != null) {
            say("latency: %s", outcome.latency());
        }
    }

    private static void comparison(Key key, Comparison comparison) {
        Figures ratios = comparison.ratios();
        say(
                "%s: ratio %.3f (%.3f to %.3f in %d pairs); %s %,.0f rows/s, %s %,.0f rows/s; CPU of this JVM %.2f and %.2f us a row",
                key,
                ratios.median(),
                ratios.least(),
                ratios.most(),
                comparison.pairs().size(),
                comparison.ours(),
                comparison.figures(pair -> pair.ours().rowsPerSecond()).median(),
                comparison.theirs(),
                comparison.figures(pair -> pair.theirs().rowsPerSecond()).median(),
                comparison.figures(pair -> pair.ours().cpuMicros()).median(),
                comparison.figures(pair -> pair.theirs().cpuMicros()).median());
    }

    static void steps(Stopwatch stopwatch) {
        say(
                "transactions %d; the threads' time up to each step: %s",
                stopwatch.groups(),
                stopwatch.shares().entrySet().stream()
                        .map(share -> "%s %.0f %%"
                                .formatted(share.getKey().name().toLowerCase(Locale.ROOT), share.getValue() * 100))
                        .collect(Collectors.joining(", ")));
    }

    static void stepsOfABatch(Stopwatch stopwatch) {
        say(
                "mean time of a batch from one step to the next: %s",
                stopwatch.millis().entrySet().stream()
                        .map(step ->
                                "%s %.2f ms".formatted(step.getKey().name().toLowerCase(Locale.ROOT), step.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    static void say(String format, Object... arguments) {
        System.out.println("rowcall: " + format.formatted(arguments));
    }

    private Report() {}
}
