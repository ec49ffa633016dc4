package io.rowcall.bench;

import io.rowcall.bench.Comparison.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Says what is measured, where, and what came out; the figures go to a file as well. */
record Report(Options options, Machine machine, Map<String, String> environment) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    void begin() {
        say("%s", machine);
        say(
                "%s",
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        say("seed %d, %d batches of 1,000 rows a run", options.seed(), options.batches());
        if (machine.isBusy()) {
            say("WARNING: this machine is busy with other work: rows per second say little, ratios a little more");
        }
    }

    static void pair(String name, int rows, Pair pair) {
        say(
                "%-8s bare %,8.0f rows/s, rowcall %,8.0f rows/s, ratio %.3f; CPU of this JVM %5.2f and %5.2f us a row",
                name,
                Comparison.perSecond(rows, pair.bare()),
                Comparison.perSecond(rows, pair.rowcall()),
                pair.ratio(),
                Comparison.cpuMicros(rows, pair.bare()),
                Comparison.cpuMicros(rows, pair.rowcall()));
    }

    void end(Map<String, Comparison> comparisons, Stopwatch stopwatch) throws IOException {
        comparisons.forEach((name, comparison) -> {
            int rows = comparison.rows();
            say(
                    "%s: ratio %.3f (%.3f to %.3f in %d pairs); bare %,.0f rows/s, rowcall %,.0f rows/s; CPU %.2f and %.2f us a row",
                    name,
                    comparison.ratio(),
                    comparison.leastRatio(),
                    comparison.mostRatio(),
                    comparison.pairs().size(),
                    comparison.median(pair -> Comparison.perSecond(rows, pair.bare())),
                    comparison.median(pair -> Comparison.perSecond(rows, pair.rowcall())),
                    comparison.median(pair -> Comparison.cpuMicros(rows, pair.bare())),
                    comparison.median(pair -> Comparison.cpuMicros(rows, pair.rowcall())));
        });
        say(
                "%d groups; time up to each step: %s",
                stopwatch.groups(),
                stopwatch.shares().entrySet().stream()
                        .map(share -> "%s %.0f %%"
                                .formatted(share.getKey().name().toLowerCase(Locale.ROOT), share.getValue() * 100))
                        .collect(Collectors.joining(", ")));
        write(comparisons);
        say("figures are in %s", options.results());
    }

    private void write(Map<String, Comparison> comparisons) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("ratios", each(comparisons, comparison -> rounded(comparison.ratio())));
        all.put(
                "runs",
                each(
                        comparisons,
                        comparison -> comparison.pairs().stream()
                                .map(pair -> figures(comparison.rows(), pair))
                                .toList()));
        all.put("seed", options.seed());
        all.put("batches", options.batches());
        all.put("machine", machine);
        all.put("environment", environment);
        Files.createDirectories(options.results().getParent());
        Files.write(options.results(), JSON.writeValueAsBytes(all));
    }

    private static Map<String, Object> each(Map<String, Comparison> comparisons, Function<Comparison, Object> figure) {
        Map<String, Object> figures = new LinkedHashMap<>();
        comparisons.forEach((name, comparison) -> figures.put(name, figure.apply(comparison)));
        return figures;
    }

    private static Map<String, Object> figures(int rows, Pair pair) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("bare_rows_per_second", Math.round(Comparison.perSecond(rows, pair.bare())));
        figures.put("rowcall_rows_per_second", Math.round(Comparison.perSecond(rows, pair.rowcall())));
        figures.put("ratio", rounded(pair.ratio()));
        figures.put("bare_cpu_micros_per_row", rounded(Comparison.cpuMicros(rows, pair.bare())));
        figures.put("rowcall_cpu_micros_per_row", rounded(Comparison.cpuMicros(rows, pair.rowcall())));
        return figures;
    }

    private static double rounded(double figure) {
        return Math.round(figure * 1000) / 1000.0;
    }

    static void say(String format, Object... arguments) {
        System.out.println("rowcall: " + format.formatted(arguments));
    }
}
