package io.rowcall.testing;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive of the classes that a worker loads from its libraries (class data sharing, {@code -Xshare}). To load and
 * link eleven thousand classes is a third of the processor time that a worker's start takes, and tests start a hundred.
 *
 * <p>The first worker that starts sets off its making, in the background; those that start meanwhile do without. It is
 * kept in {@code target} for the JVMs of the tests that run beside and after this one.
 */
final class ClassArchive {

    private static final Path PLACE =
            Path.of("target", "classes-%08x.jsa".formatted(identity())).toAbsolutePath();

    private static final Thread MAKER =
            Thread.ofPlatform().daemon().name("class-archive").unstarted(ClassArchive::make);

    private ClassArchive() {}

    /** The class path of this JVM: the libraries first, since only what is in jars can be archived. */
    static String classPath() {
        return join(entry -> true);
    }

    /** Options of a JVM with that class path that make it use the archive; none while there is no archive. */
    static List<String> options() {
        if (Files.exists(PLACE)) {
            return List.of("-XX:SharedArchiveFile=" + PLACE);
        }
        synchronized (MAKER) {
            if (MAKER.getState() == Thread.State.NEW) {
                MAKER.start();
            }
        }
        return List.of();
    }

    /** Fits one set of libraries and one JVM; the JVM itself refuses an archive that doesn't fit. */
    private static int identity() {
        String libraries = entries()
                .filter(ClassArchive::isJar)
                .map(entry -> entry + new File(entry).lastModified() + new File(entry).length())
                .collect(Collectors.joining());
        return (libraries + Runtime.version()).hashCode();
    }

    private static void make() {
        try {
            Files.createDirectories(PLACE.getParent());
            Path lockFile = PLACE.resolveSibling(PLACE.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null && !Files.exists(PLACE)) {
                    makeAlone();
                }
            }
        } catch (IOException e) {
            RecentLog.add("no archive of the worker's classes: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void makeAlone() throws IOException, InterruptedException {
        Path list = PLACE.resolveSibling(PLACE.getFileName() + ".list");
        Path archive = PLACE.resolveSibling(PLACE.getFileName() + ".part");
        // Ends by itself before it would consume; asks nothing of any server but finds no database.
        run(
                "-XX:TieredStopAtLevel=1",
                "-XX:DumpLoadedClassList=" + list,
                "-Dspring.context.exit=onRefresh",
                "-cp",
                classPath(),
                WorkerMain.class.getName(),
                "--spring.flyway.enabled=false",
                "--spring.datasource.url=jdbc:mysql://127.0.0.1:1/none",
                "--server.port=0");
        run(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                join(ClassArchive::isJar));
        Files.move(archive, PLACE, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(list);
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(WorkerProcess.JAVA, "-XX:+UseSerialGC"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread endWithTheTests = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithTheTests);
        int status = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(endWithTheTests);
        if (status != 0) {
            throw new IOException("exit status " + status + " of " + command);
        }
    }

    private static String join(Predicate<String> wanted) {
        return entries().filter(wanted).collect(Collectors.joining(File.pathSeparator));
    }

    /** Surefire's own java.class.path may be one jar that lists the rest. */
    private static Stream<String> entries() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> entries = List.of(path.split(File.pathSeparator));
        Predicate<String> jar = ClassArchive::isJar;
        return Stream.concat(entries.stream().filter(jar), entries.stream().filter(jar.negate()));
    }

    private static boolean isJar(String entry) {
        return entry.endsWith(".jar");
    }
}
