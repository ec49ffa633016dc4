package io.rowcall.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rowcall's command line in a JVM of its own, run to its end.
 *
 * @param exit its exit code
 * @param printed on either stream
 */
public record CommandProcess(int exit, String printed) {

    /** Blocks until it has ended. */
    public static CommandProcess run(String[] jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(WorkerProcess.JAVA);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(List.of(jvmOptions));
        command.addAll(ClassArchive.options());
        command.addAll(List.of("-cp", ClassArchive.classPath(), "io.rowcall.RowcallApplication"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes());
            return new CommandProcess(process.waitFor(), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
