package io.rowcall.cli.dead;

import io.rowcall.cli.BrokerOptions;
import io.rowcall.cli.ExitCode;
import io.rowcall.cli.JsonReport;
import io.rowcall.cli.Plain;
import io.rowcall.deadletter.Body;
import io.rowcall.deadletter.DeadLetter;
import io.rowcall.deadletter.DeadLetterQueue;
import io.rowcall.deadletter.Shown;
import io.rowcall.deadletter.WholeLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter with all it holds. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows a dead letter: properties, headers and body, inflated. Leaves it as it is.")
final class ShowCommand implements Callable<Integer> {

    /** What a batch holds at most, inflated. */
    private static final int WHOLE_BODY = 64 << 20;

    @Parameters(index = "0", paramLabel = "ID", description = "the dead letter's id, as the list shows it")
    private String id = "";

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "65536",
            description = "how much of the body at most, inflated (default: ${DEFAULT-VALUE})")
    private int bytes;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "write the body, inflated, to a new file: mend it there, and publish it")
    private @Nullable Path file;

    @Option(names = "--json", description = "print one JSON object instead of words")
    private boolean json;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (bytes < 1) {
            throw new IllegalArgumentException("--bytes takes 1 or more");
        }
        Shown shown;
        try (DeadLetterQueue queue = DeadLetterQueue.at(broker.settings(), NoClock.NEEDED)) {
            shown = queue.show(id, file == null ? bytes : WHOLE_BODY);
        }
        return switch (shown) {
            case Shown.Found found -> {
                show(found.letter());
                yield ExitCode.OK.status();
            }
            case Shown.NotFound notFound -> {
                spec.commandLine().getErr().printf("rowcall: %s%n", Plain.text(notFound.message()));
                yield ExitCode.REFUSED.status();
            }
        };
    }

    private void show(WholeLetter letter) {
        if (file != null) {
            save(letter.body(), file);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(letter));
        } else {
            print(letter, out);
        }
    }

    private void save(Body body, Path to) {
        try {
            Files.write(to, body.bytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new UncheckedIOException("file " + to + " is there already", e);
        } catch (IOException e) {
            throw new UncheckedIOException("file " + to + " can't be written: " + e.getMessage(), e);
        }
        spec.commandLine()
                .getErr()
                .printf(
                        "rowcall: %,d bytes written to %s%s%n",
                        body.bytes().length, to, body.whole() ? "" : ", which is not the whole body");
    }

    private String json(WholeLetter letter) {
        Body body = letter.body();
        JsonReport report = new JsonReport();
        LetterJson.of(letter.letter()).forEach(report::with);
        report.with("properties", letter.properties())
                .with("headers", letter.headers())
                .with("inflated", body.inflated())
                .with("whole", body.whole())
                .with("damage", body.damage());
        if (file == null) {
            String text = body.text().orElse(null);
            report.with("body", text)
                    .with("bodyBase64", text == null ? Base64.getEncoder().encodeToString(body.bytes()) : null);
        }
        return report.json();
    }

    private void print(WholeLetter whole, PrintWriter out) {
        DeadLetter letter = whole.letter();
        Body body = whole.body();
        out.printf("id            %s%n", letter.id());
        out.printf("target        %s%n", Plain.text(letter.target()));
        out.printf("code          %s%n", Plain.text(String.valueOf(letter.code())));
        out.printf("reason        %s%n", Plain.text(String.valueOf(letter.reason())));
        out.printf("refused at    %s%n", letter.refusedAt());
        out.printf("replay until  %s%n", letter.replayUntil());
        out.printf("%nproperties%n");
        whole.properties().forEach((name, value) -> line(out, name, value));
        out.printf("%nheaders%n");
        whole.headers().forEach((name, value) -> line(out, name, value));
        out.printf(
                "%nbody, %,d bytes as sent%s%s%n",
                letter.bytes(),
                body.inflated() ? ", inflated here" : "",
                body.whole() ? "" : ", the first %,d shown".formatted(body.bytes().length));
        if (body.damage() != null) {
            out.printf("%s%n", Plain.text(body.damage()));
        }
        if (file == null) {
            out.println(body.text().map(ShowCommand::lines).orElse("no UTF-8; --json shows it in base64"));
        }
    }

    private static void line(PrintWriter out, String name, Object value) {
        out.printf("  %s: %s%n", Plain.text(name), Plain.text(String.valueOf(value)));
    }

    /** Line by line, so that nothing in it drives the terminal. */
    private static String lines(String text) {
        return text.lines().map(Plain::text).collect(Collectors.joining("\n"));
    }
}
