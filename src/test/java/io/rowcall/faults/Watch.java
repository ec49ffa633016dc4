package io.rowcall.faults;

import io.rowcall.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks again and again at what a leak would make grow. A server that doesn't answer is not waited for. */
final class Watch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int PARTS = 3;
    private static final long MIB = 1 << 20;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private static final String SESSIONS =
            "SELECT VARIABLE_VALUE FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Threads_connected'";
    private static final String MEMORY =
            "SELECT SUM(CURRENT_NUMBER_OF_BYTES_USED) FROM performance_schema.memory_summary_global_by_event_name";

    /** Something to look at, which may fail. */
    private interface Gauge {
        OptionalLong read() throws IOException;
    }

    private final Map<String, Gauge> gauges = new LinkedHashMap<>();
    private final Map<String, List<Long>> seen = new LinkedHashMap<>();
    private final Thread thread;

    Watch(Stage stage) {
        gauges.put("sessions of MySQL", () -> OptionalLong.of(asked(stage, SESSIONS)));
        gauges.put("MiB that MySQL has in use", () -> OptionalLong.of(asked(stage, MEMORY) / MIB));
        gauges.put(
                "connections of the broker",
                () -> OptionalLong.of(stage.broker().connections()));
        gauges.put(
                "MiB that the broker has in use",
                () -> OptionalLong.of(stage.broker().memoryBytes() / MIB));
        gauges.put(
                "MiB resident of the largest worker",
                () -> largest(stage.fleet().all()));
        gauges.keySet().forEach(name -> seen.put(name, new ArrayList<>()));
        thread = Thread.ofPlatform().daemon().name("watch").start(this::watch);
    }

    /** What was seen in each third of the time: the least, the median and the greatest. */
    String summary() {
        return "seen every %d s, least, median and greatest in each third of the time:%n"
                        .formatted(INTERVAL.toSeconds())
                + seen.entrySet().stream()
                        .map(entry -> "  %-34s %s".formatted(entry.getKey(), inParts(entry.getValue())))
                        .collect(Collectors.joining(System.lineSeparator()));
    }

    static String inParts(List<Long> values) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            List<Long> sorted = values.subList(values.size() * i / PARTS, values.size() * (i + 1) / PARTS).stream()
                    .sorted()
                    .toList();
            parts.add(
                    sorted.isEmpty()
                            ? "nothing"
                            : "%d %d %d".formatted(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast()));
        }
        return String.join(" | ", parts);
    }

    private void watch() {
        try {
            while (true) {
                gauges.forEach(this::look);
                TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(String name, Gauge gauge) {
        try {
            gauge.read().ifPresent(seen.get(name)::add);
        } catch (IOException | RuntimeException e) {
            // What is down holds nothing.
        }
    }

    private static long asked(Stage stage, String question) {
        return Long.parseLong(
                String.valueOf(Objects.requireNonNull(stage.database().queryValue(question))));
    }

    /** Nothing where the machine is no Linux. */
    private static OptionalLong largest(List<WorkerProcess> workers) throws IOException {
        long most = 0;
        for (WorkerProcess worker : workers) {
            Path status = Path.of("/proc", String.valueOf(worker.pid()), "status");
            if (Files.exists(status)) {
                Matcher resident = RESIDENT.matcher(Files.readString(status));
                most = Math.max(most, resident.find() ? Long.parseLong(resident.group(1)) / 1024 : 0);
            }
        }
        return most == 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }

    /** What was seen can be asked for afterwards. */
    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
