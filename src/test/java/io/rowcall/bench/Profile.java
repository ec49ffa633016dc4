package io.rowcall.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Samples what the threads run that work for targets, and counts methods. */
final class Profile implements AutoCloseable {

    /** What the names of threads begin with that work for targets. */
    private static final String THREAD = "rowcall-" + Lane.PREFIX;

    private static final int LINES = 20;

    private final Recording recording = new Recording();
    private final Path file;

    /** Starts sampling into a file that {@code jfr} and JDK Mission Control can read as well. */
    Profile(Path file) {
        this.file = file;
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
        recording.start();
    }

    /** Ends sampling and says what was seen. */
    void tell() {
        recording.stop();
        try {
            Files.createDirectories(file.getParent());
            recording.dump(file);
            tell(RecordingFile.readAllEvents(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        recording.close();
    }

    private void tell(List<RecordedEvent> events) {
        Map<String, Integer> atWork = new HashMap<>();
        Map<String, Integer> callers = new HashMap<>();
        for (RecordedEvent event : events) {
            if (event.getStackTrace() != null
                    && String.valueOf(event.getThread("sampledThread").getJavaName())
                            .startsWith(THREAD)) {
                List<RecordedFrame> frames = event.getStackTrace().getFrames();
                atWork.merge(name(frames.getFirst()), 1, Integer::sum);
                callers.merge(ours(frames), 1, Integer::sum);
            }
        }
        tell("samples by method at work", atWork);
        tell("samples by method of Rowcall that called for it", callers);
        Report.say("all samples are in %s", file);
    }

    private static String ours(List<RecordedFrame> frames) {
        return frames.stream()
                .map(Profile::name)
                .filter(name -> name.startsWith("io.rowcall"))
                .findFirst()
                .orElse("(none)");
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void tell(String what, Map<String, Integer> counts) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        Report.say("%s (%,d in all):", what, all);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(LINES)
                .forEach(entry -> Report.say("%6.1f %%  %s", 100.0 * entry.getValue() / all, entry.getKey()));
    }
}
