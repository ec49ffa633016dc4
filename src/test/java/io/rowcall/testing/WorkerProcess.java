package io.rowcall.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The real worker in a JVM of its own, which a test may kill. It ends with the test's JVM; where that is killed,
 * {@code ROWCALL_RUN} in its environment tells which run it belonged to.
 */
public final class WorkerProcess implements AutoCloseable {

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    /** The last line of a class histogram: instances, then bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*");

    /** System property: a jar that Boot has packed, which is run instead of the classes of this JVM. */
    private static final String JAR = "rowcall.jar";

    private static final String READY = "Started RowcallApplication";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final Process process;
    private final Thread endWithTheTests;
    private final List<String> log = new ArrayList<>();
    private final String name = "worker-" + COUNTER.incrementAndGet();

    private WorkerProcess(Process process) {
        this.process = process;
        this.endWithTheTests = new Thread(process::destroyForcibly);
        try {
            Runtime.getRuntime().addShutdownHook(endWithTheTests);
        } catch (IllegalStateException e) {
            // The tests are ending, and no hook would end this one.
            process.destroyForcibly();
            throw e;
        }
        Thread.ofPlatform().daemon().name(name).start(this::readLog);
    }

    static WorkerProcess start(List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        // They are short-lived and many: quick to start counts more than quick at work.
        // To verify all their bytecode is a quarter of a start, and the test's own JVM has verified the same classes.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
        command.addAll(jvmOptions);
        command.addAll(program());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SPRING_"));
        try {
            return new WorkerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> program() {
        String jar = System.getProperty(JAR);
        String main = WorkerMain.class.getName();
        List<String> program = new ArrayList<>();
        if (jar == null) {
            program.addAll(ClassArchive.options());
            program.addAll(List.of("-cp", ClassArchive.classPath(), main));
        } else {
            // Boot's own launcher puts the tests' classes, which have that main class, beside what is in the jar.
            String tests = WorkerMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();
            program.addAll(List.of("-cp", jar, "-Dloader.main=" + main, "-Dloader.path=" + tests));
            program.add("org.springframework.boot.loader.launch.PropertiesLauncher");
        }
        return program;
    }

    /** Waits until it has started, which includes its consumers. */
    public WorkerProcess awaitReady() {
        awaitLog("that it started", line -> line.contains(READY));
        return this;
    }

    /** Whether it has started, which includes its consumers. */
    public boolean started() {
        return alive() && log().stream().anyMatch(line -> line.contains(READY));
    }

    /** Writes a line to its standard input, for those of its initializers that read there. Tells nothing to the dead. */
    public void tell(String line) {
        try {
            Writer input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            RecentLog.add("[" + name + "] was not told " + line + ": " + e);
        }
    }

    /** The targets that stand by now, and where, see {@link WorkerBuilder#standAt}. */
    public List<String> stands() {
        return log().stream().filter(line -> line.contains(Stand.STANDS_AT)).toList();
    }

    /** Waits until it has logged a line that contains this. */
    public void awaitLog(String text) {
        awaitLog(text, line -> line.contains(text));
    }

    /** What it has printed so far. */
    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Processor time that it has used so far. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Bytes of what lives on its heap; collects its garbage first. */
    public long liveBytes() {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader lines = jcmd.inputReader(StandardCharsets.UTF_8)) {
                List<String> said = lines.lines().toList();
                Matcher total = TOTAL.matcher(said.isEmpty() ? "" : said.getLast());
                if (!total.matches()) {
                    throw new IllegalStateException("no histogram of " + name + ": " + said);
                }
                return Long.parseLong(total.group(1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An address of its HTTP server; it must have started. */
    public URI uri(String path) {
        String port = log().stream()
                .map(PORT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no port yet" + tail()));
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** SIGKILL: nothing of it runs on. Returns when it has ended. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM: it stops by itself. Returns when it has ended. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** SIGSTOP: it stands still and keeps its connections, like a machine that swaps. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    /**
     * Waits until it ends by itself.
     *
     * @return its exit code; 137 after a kill
     */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " did not end within " + PATIENCE + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithTheTests);
        } catch (IllegalStateException e) {
            // The tests are ending: the hook runs.
        }
    }

    private void awaitLog(String what, Predicate<String> line) {
        Awaitility.await(name + " says " + what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (log().stream().anyMatch(line)) {
                        return true;
                    }
                    if (!alive()) {
                        throw new AssertionError(name + " ended with " + process.exitValue() + tail());
                    }
                    return false;
                });
    }

    private void readLog() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
                RecentLog.add("[" + name + "] " + line);
            }
        } catch (IOException e) {
            RecentLog.add("[" + name + "] its output ended: " + e);
        }
    }

    private String tail() {
        List<String> lines = log();
        return "; it said last:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    /** Sends a signal, such as {@code TERM}, and does not wait for what comes of it. */
    public void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
