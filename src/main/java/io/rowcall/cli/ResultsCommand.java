package io.rowcall.cli;

import io.rowcall.publish.ReceivedResult;
import io.rowcall.publish.ResultSubscription;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints results as they come. */
@Command(
        name = "results",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints the results published from now on, one JSON object a line. "
                + "Takes none away from other subscribers.")
final class ResultsCommand implements Callable<Integer> {

    @Option(
            names = {"-t", "--target"},
            paramLabel = "TARGET",
            description = "only results of this target")
    private @Nullable String target;

    @Option(names = "--follow", description = "go on until Ctrl-C")
    private boolean follow;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "without --follow: end when none has come for so long (default: ${DEFAULT-VALUE})")
    private int timeout;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final AtomicLong last = new AtomicLong(System.nanoTime());

    @Override
    public Integer call() throws InterruptedException {
        try (ResultSubscription results =
                ResultSubscription.open(broker.settings(), target == null ? "#" : target + ".*")) {
            results.deliverTo(this::print);
            spec.commandLine().getErr().println("rowcall: subscribed");
            last.set(System.nanoTime());
            while (follow || System.nanoTime() - last.get() < timeout * 1_000_000_000L) {
                Thread.sleep(100);
            }
        }
        return ExitCode.OK.status();
    }

    /** A body has no line breaks of its own; JSON written by others is made to have none. */
    private void print(ReceivedResult result) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(result.json().replace("\r", "").replace("\n", " "));
        out.flush();
        last.set(System.nanoTime());
    }
}
