package io.rowcall.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.rowcall.testing.BreakableServers;
import io.rowcall.testing.Servers;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * The program behind {@code bin/faults}: see docs/reliability.md. Ends with 0 where the promise was kept, or a sabotaged
 * worker found out; with 1 where not; with 2 where it was asked for what it can't do.
 */
public final class Faults {

    public static void main(String[] arguments) throws InterruptedException {
        Locale.setDefault(Locale.ROOT);
        for (String logger : List.of(Logger.ROOT_LOGGER_NAME, "org.testcontainers", "tc")) {
            ((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.ERROR);
        }
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println("rowcall: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        BreakableServers servers = Servers.breakable();
        int status;
        try {
            status = options.controls() ? controls(options, servers) : run(options, servers);
        } finally {
            servers.end();
        }
        System.exit(status);
    }

    private static int controls(Options options, BreakableServers servers) throws InterruptedException {
        int status = 0;
        for (Sabotage sabotage : Sabotage.values()) {
            status = Math.max(status, run(options.breaking(sabotage), servers));
        }
        return status;
    }

    private static int run(Options options, BreakableServers servers) throws InterruptedException {
        System.out.printf(
                "seed %d, %d workers, %d s of faults%s%n",
                options.seed(),
                options.workers(),
                options.duration().toSeconds(),
                options.sabotage()
                        .map(which -> ", worker broken: " + which.word())
                        .orElse(""));
        Report report = new Run(options, servers, new Journal(System.out)).run();
        System.out.println(report);
        return options.sabotage().map(which -> foundOut(which, report)).orElseGet(() -> kept(options, report)) ? 0 : 1;
    }

    private static boolean kept(Options options, Report report) {
        System.out.println(report.clean() ? "the promise was kept" : "THE PROMISE WAS BROKEN; seed " + options.seed());
        return report.clean();
    }

    private static boolean foundOut(Sabotage sabotage, Report report) {
        boolean found = report.count(sabotage.sign()) > 0;
        System.out.println(sabotage.word() + (found ? " was found out" : " WAS NOT FOUND OUT"));
        return found;
    }

    private Faults() {}
}
