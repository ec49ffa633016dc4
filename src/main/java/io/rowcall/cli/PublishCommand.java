package io.rowcall.cli;

import io.rowcall.publish.BatchPublisher;
import io.rowcall.publish.BatchSplitter;
import io.rowcall.publish.BrokerSettings;
import io.rowcall.publish.PublishSettings;
import io.rowcall.publish.ResultSubscription;
import io.rowcall.publish.rows.RowSource;
import io.rowcall.publish.rows.UnreadableRowsException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes a file, and on demand waits for what became of its rows. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Publishes the rows of a file, cut into batches, each confirmed by the broker.")
final class PublishCommand implements Callable<Integer> {

    @Mixin
    private final InputOptions input = new InputOptions();

    @Mixin
    private final PartOptions options = new PartOptions();

    @Option(names = "--follow", description = "wait for the results and sum them up")
    private boolean follow;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "with --follow: give up when no result has come for so long (default: ${DEFAULT-VALUE})")
    private int timeout;

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "how long to try to get a batch confirmed (default: ${DEFAULT-VALUE})")
    private int deadline;

    @Option(names = "--json", description = "print one JSON object instead of words")
    private boolean json;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final PublishTally tally = new PublishTally();
    private final Totals totals = new Totals();

    @Override
    public Integer call() throws InterruptedException {
        BatchSplitter splitter = options.splitter();
        ImportOutcome outcome;
        try (RowSource rows = input.open()) {
            outcome = follow ? publishAndFollow(splitter, rows) : publishOnly(splitter, rows);
        } catch (UnreadableRowsException e) {
            sayHowToGoOn(splitter);
            throw e;
        }
        if (json) {
            out().println(outcome.json());
        } else {
            outcome.print(out(), spec.commandLine().getErr());
        }
        return outcome.code().status();
    }

    private ImportOutcome publishOnly(BatchSplitter splitter, RowSource rows) {
        publish(splitter, rows, answers());
        return new ImportOutcome(splitter, tally, totals, 0, false, true);
    }

    private ImportOutcome publishAndFollow(BatchSplitter splitter, RowSource rows) throws InterruptedException {
        Answers answers = answers();
        boolean inTime = true;
        try (ResultSubscription results = ResultSubscription.open(broker.settings(), splitter.target() + ".*");
                Progress progress = progress()) {
            results.deliverTo(answers::take);
            publish(splitter, rows, answers);
            if (tally.problem().isEmpty()) {
                inTime = answers.await(
                        Duration.ofSeconds(timeout),
                        () -> progress.show(
                                () -> "%,d of %,d parts answered".formatted(answers.answered(), tally.parts())));
            }
        }
        return new ImportOutcome(splitter, tally, totals, answers.answered(), true, inTime);
    }

    private void publish(BatchSplitter splitter, RowSource rows, Answers answers) {
        BrokerSettings settings = broker.settings();
        PublishSettings patience = PublishSettings.defaults().withDeadline(Duration.ofSeconds(deadline));
        try (BatchPublisher publisher = BatchPublisher.connect(settings, patience);
                Progress progress = progress()) {
            publisher.connectNow();
            tally.publish(splitter.split(rows), publisher, part -> {
                answers.expect(part);
                progress.show(() -> "%,d parts published, %,d confirmed".formatted(part.number(), tally.confirmed()));
            });
        }
    }

    private Answers answers() {
        return new Answers(options.isDryRun(), (page, message, firstRow) -> totals.add(page, firstRow));
    }

    /** What is published stays published; under the same id it is not applied twice. */
    private void sayHowToGoOn(BatchSplitter splitter) {
        if (tally.parts() > 0) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "rowcall: %,d parts before the fault were published; publish the mended file with --import-id %s%n",
                            tally.parts(), splitter.importId());
        }
    }

    private Progress progress() {
        return new Progress(spec.commandLine().getErr());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
