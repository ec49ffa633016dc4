package io.rowcall.cli.dead;

import io.rowcall.cli.BrokerOptions;
import io.rowcall.cli.ExitCode;
import io.rowcall.cli.JsonReport;
import io.rowcall.cli.Plain;
import io.rowcall.deadletter.DeadLetter;
import io.rowcall.deadletter.DeadLetterQueue;
import io.rowcall.deadletter.Limits;
import io.rowcall.deadletter.Listing;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what there is. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists dead letters, those refused first in front, and leaves them as they are.")
final class ListCommand implements Callable<Integer> {

    @Mixin
    private final LetterFilter filter = new LetterFilter();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "how many at most (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--json", description = "print one JSON object instead of words")
    private boolean json;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Limits limits = new Limits(limit, Limits.PAGE.bytes());
        Listing listing;
        try (DeadLetterQueue queue = DeadLetterQueue.at(broker.settings(), NoClock.NEEDED)) {
            listing = queue.list(filter::matches, limits);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonReport()
                    .with("waiting", listing.waiting())
                    .with("matching", listing.matching())
                    .with("complete", listing.complete())
                    .with(
                            "letters",
                            listing.letters().stream().map(LetterJson::of).toList())
                    .json());
        } else {
            listing.letters().forEach(letter -> print(letter, out));
            spec.commandLine()
                    .getErr()
                    .printf(
                            "rowcall: %,d of %,d dead letters match, %,d are listed%s%n",
                            listing.matching(),
                            listing.waiting(),
                            listing.letters().size(),
                            listing.complete() ? "" : "; not all were looked at");
        }
        return ExitCode.OK.status();
    }

    private static void print(DeadLetter letter, PrintWriter out) {
        out.printf(
                "%s  %s  %s  %s  %,d bytes  batch %s%n",
                letter.id(),
                Plain.text(letter.target()),
                Plain.text(Objects.requireNonNullElse(letter.code(), "-")),
                letter.refusedAt() == null ? "-" : letter.refusedAt(),
                letter.bytes(),
                Plain.text(Objects.requireNonNullElse(letter.batchId(), "-")));
        out.printf("    %s%n", Plain.text(Objects.requireNonNullElse(letter.reason(), "-")));
        out.printf("    %s%n", Plain.text(letter.beginning()));
    }
}
