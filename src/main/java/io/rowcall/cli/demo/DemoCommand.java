package io.rowcall.cli.demo;

import io.rowcall.batch.Counts;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.cli.BrokerOptions;
import io.rowcall.cli.DatabaseOptions;
import io.rowcall.cli.ExitCode;
import io.rowcall.cli.Progress;
import io.rowcall.cli.ResultDocument;
import io.rowcall.cli.TextReport;
import io.rowcall.publish.BatchSplitter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes each of the demo's files twice and checks every answer. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Publishes the demo's data, shows what became of it, checks that it is right, "
                + "and that publishing it again changes nothing. bin/demo brings up all that it needs.")
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "demo",
            description = "where the data are (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("demo");

    @Option(
            names = {"-t", "--target"},
            paramLabel = "TARGET",
            defaultValue = "cities",
            description = "the target for table city (default: ${DEFAULT-VALUE})")
    private String target = "cities";

    @Option(
            names = "--guides",
            paramLabel = "TARGET",
            defaultValue = "guides",
            description = "the target for table guide (default: ${DEFAULT-VALUE})")
    private String guides = "guides";

    @Option(names = "--tables", description = "only make the demo's tables")
    private boolean tables;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Optional<DemoTables> held = database.isGiven() ? Optional.of(new DemoTables(database)) : Optional.empty();
        if (tables) {
            held.orElseThrow(() -> new IllegalArgumentException("--tables needs SPRING_DATASOURCE_URL"))
                    .make(data.resolve("schema.sql"), data.resolve("trigger.sql"));
            return ExitCode.OK.status();
        }
        boolean right = run(dataSet(target, "city", "expected.json", "checksum.sql"), held);
        spec.commandLine().getOut().println();
        // Guides refer to cities, which are there by now.
        right &= run(dataSet(guides, "guide", "guides-expected.json", "guides-checksum.sql"), held);
        return right ? ExitCode.OK.status() : ExitCode.INTERNAL.status();
    }

    private DataSet dataSet(String to, String table, String expected, String look) {
        return new DataSet(to, table, Expected.read(data.resolve(expected)), data.resolve(look));
    }

    private boolean run(DataSet set, Optional<DemoTables> held) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Expected expected = set.expected();
        Supplier<Optional<DemoTables.State>> look = () -> held.map(tables -> tables.state(set.look()));
        Optional<DemoTables.State> before = look.get();
        if (before.isPresent() && before.get().rows() > expected.table().rowsBefore()) {
            out.printf("table %s has been filled before: what was answered then is answered again%n", set.table());
        }
        Round first = publish(set, "published");
        Optional<DemoTables.State> after = look.get();
        new TextReport(out).print(first.totals());
        out.println();
        Round second = publish(set, "published again");

        out.printf("%nchecks:%n");
        Checks checks = new Checks(out);
        check(expected, first, checks);
        after.ifPresent(state -> checks.equal(
                "table %s holds the rows it should, unchanged".formatted(set.table()),
                new DemoTables.State(
                        expected.table().rowsAfter(), expected.table().checksum()),
                state));
        checks.same(
                "published again, everything has the same results, byte for byte",
                first.messages().entrySet(),
                second.messages().entrySet());
        after.ifPresent(state -> checks.equal(
                "table %s is as it was".formatted(set.table()),
                state,
                look.get().orElseThrow()));
        return checks.allRight();
    }

    private Round publish(DataSet set, String how) throws InterruptedException {
        Expected expected = set.expected();
        // Ids that follow from the content: whoever runs the demo again is answered again, and no row goes in twice.
        String importId = "demo-" + expected.file().sha256().substring(0, 12);
        BatchSplitter splitter = new BatchSplitter(
                set.target(),
                importId,
                expected.batchRows(),
                Integer.MAX_VALUE,
                batch -> batch.onDuplicate(DuplicatePolicy.FAIL));
        Round round;
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            round = Round.of(data.resolve(expected.file().name()), splitter, broker.settings(), progress);
        }
        double seconds = Math.max(round.took().toMillis(), 1) / 1_000.0;
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: %,d rows in %,d batches %s, confirmed and answered in %.1f s (%,.0f rows/s)%n",
                        expected.file().name(),
                        round.tally().rows(),
                        round.tally().confirmed(),
                        how,
                        seconds,
                        round.tally().rows() / seconds);
        return round;
    }

    private static void check(Expected expected, Round round, Checks checks) {
        checks.equal("the verdicts add up to the rows sent", round.tally().rows(), (long)
                sum(round.totals().counts()));
        checks.equal("the counts are right", expected.counts(), round.totals().counts());
        checks.same("each part has the right outcome", expected.parts(), parts(round));
        checks.same(
                "each bad row failed for the right reasons, and no other row did",
                expected.failures(),
                failures(round));
    }

    private static int sum(Counts counts) {
        return counts.inserted() + counts.updated() + counts.unchanged() + counts.failed();
    }

    private static List<Expected.Part> parts(Round round) {
        return round.pages().entrySet().stream()
                .map(entry -> part(entry.getKey(), entry.getValue().getFirst()))
                .toList();
    }

    private static Expected.Part part(int number, ResultDocument result) {
        Counts counts = Objects.requireNonNullElse(result.counts(), new Counts(0, 0, 0, 0, 0));
        return new Expected.Part(number, result.status(), counts.rows(), counts.inserted(), counts.failed());
    }

    private static List<Expected.Failure> failures(Round round) {
        return round.pages().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().flatMap(page -> failures(entry, page)))
                .toList();
    }

    private static Stream<Expected.Failure> failures(
            Map.Entry<Integer, List<ResultDocument>> part, ResultDocument page) {
        return page.failedRows().stream()
                .map(row -> new Expected.Failure(
                        part.getKey(),
                        row.row(),
                        row.reasons().stream()
                                .map(fault -> new Expected.Reason(fault.code(), fault.where(), fault.constraint()))
                                .collect(Collectors.toSet())));
    }
}
