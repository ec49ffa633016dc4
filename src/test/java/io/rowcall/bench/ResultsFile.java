package io.rowcall.bench;

import io.rowcall.bench.Comparison.Pair;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the figures for machines: {@code ratios} has a number for each measurement, null where it was not made. */
record ResultsFile(Options options, Machine machine, Map<String, String> environment) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    void write(Outcome outcome, Map<Shape, Bulk> ceilings) throws IOException {
        Map<String, @Nullable Object> numbers = new LinkedHashMap<>();
        Map<String, Object> runs = new LinkedHashMap<>();
        for (Key key : Key.values()) {
            Double ratio = outcome.ratios().get(key);
            numbers.put(key.toString(), ratio == null ? null : rounded(ratio));
            Comparison comparison = outcome.comparisons().get(key);
            if (comparison != null) {
                runs.put(key.toString(), figures(comparison));
            }
        }
        Map<String, Object> ways = new LinkedHashMap<>();
        ceilings.forEach((shape, bulk) -> ways.put(shape.name(), bulk.toString()));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("ratios", numbers);
        all.put("comparisons", runs);
        all.put("latency_ms", latency(outcome.latency()));
        all.put("statements_of_a_batch", outcome.statements());
        all.put("ceilings", ways);
        all.put("seed", options.seed());
        all.put("machine", machine);
        all.put("environment", environment);
        all.put(
                "load_average_at_the_end",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Files.createDirectories(options.results().getParent());
        Files.write(options.results(), JSON.writeValueAsBytes(all));
        Report.say("figures are in %s", options.results());
    }

    private static Map<String, Object> figures(Comparison comparison) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("ours", comparison.ours());
        figures.put("theirs", comparison.theirs());
        figures.put("least", rounded(comparison.ratios().least()));
        figures.put("most", rounded(comparison.ratios().most()));
        figures.put(
                "pairs", comparison.pairs().stream().map(ResultsFile::figures).toList());
        return figures;
    }

    private static Map<String, Object> figures(Pair pair) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("ratio", rounded(pair.ratio()));
        figures.put("our_rows_per_second", Math.round(pair.ours().rowsPerSecond()));
        figures.put("their_rows_per_second", Math.round(pair.theirs().rowsPerSecond()));
        figures.put("our_cpu_micros_per_row", rounded(pair.ours().cpuMicros()));
        figures.put("their_cpu_micros_per_row", rounded(pair.theirs().cpuMicros()));
        return figures;
    }

    private static @Nullable Map<String, Object> latency(@Nullable Latency latency) {
        if (latency == null) {
            return null;
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("trips", latency.trips());
        figures.put("rowcall_median", rounded(latency.rowcall().median()));
        figures.put("rowcall_p99", rounded(latency.rowcall().percentile(99)));
        figures.put("bare_median", rounded(latency.bare().median()));
        figures.put("bare_p99", rounded(latency.bare().percentile(99)));
        return figures;
    }

    private static double rounded(double figure) {
        return Math.round(figure * 1000) / 1000.0;
    }
}
