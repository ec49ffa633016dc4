package io.rowcall.cli;

import io.rowcall.cli.dead.DatabaseUnavailableException;
import io.rowcall.cli.dead.DeadCommand;
import io.rowcall.cli.demo.DemoCommand;
import io.rowcall.publish.BrokerUnavailableException;
import io.rowcall.publish.rows.UnreadableRowsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Starts no Spring context, so that it is there at once. */
@Command(
        name = "rowcall",
        description = "Publishes rows to a Rowcall worker, shows what became of them, and works with dead letters.",
        subcommands = {
            PublishCommand.class,
            ResultsCommand.class,
            DeadCommand.class,
            DemoCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "rowcall 0.1.0",
        footer = {
            "",
            "Which broker: --uri, or SPRING_RABBITMQ_HOST, _PORT, _USERNAME, _PASSWORD,",
            "_VIRTUAL_HOST, _ADDRESSES.",
            "Exit status: 0 all rows are in, or all was done, 1 internal fault, 2 usage,",
            "3 some rows failed, 4 refused, 5 server unreachable, 6 timed out."
        })
public final class Rowcall {

    private static final Set<String> OPTIONS = Set.of("--help", "-h", "--version", "-V");

    private Rowcall() {}

    /** Whether these arguments are for the command line; the worker's own all start with two dashes. */
    public static boolean isMeantBy(String[] arguments) {
        return arguments.length > 0 && (!arguments[0].startsWith("--") || OPTIONS.contains(arguments[0]));
    }

    /**
     * Runs one command. Blocks until it is done.
     *
     * @return the process's exit status, see {@link ExitCode}
     */
    public static int run(String... arguments) {
        System.setProperty("logback.configurationFile", "io/rowcall/cli/logback.xml");
        return run(writerTo(FileDescriptor.out), writerTo(FileDescriptor.err), arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Rowcall());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, given) -> refuse(e, err).status());
        line.setExecutionExceptionHandler(
                (e, command, parsed) -> explain(e, err).status());
        int status = line.execute(arguments);
        out.flush();
        err.flush();
        return status;
    }

    private static ExitCode refuse(ParameterException e, PrintWriter err) {
        CommandLine command = e.getCommandLine();
        err.println("rowcall: " + Plain.text(String.valueOf(e.getMessage())));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        return ExitCode.USAGE;
    }

    private static ExitCode explain(Exception e, PrintWriter err) {
        ExitCode code = switch (e) {
            case BrokerUnavailableException unavailable -> ExitCode.UNREACHABLE;
            case DatabaseUnavailableException unavailable -> ExitCode.UNREACHABLE;
            case UnreadableRowsException unreadable -> ExitCode.USAGE;
            case UncheckedIOException file -> ExitCode.USAGE;
            case IllegalArgumentException usage -> ExitCode.USAGE;
            default -> ExitCode.INTERNAL;
        };
        if (code == ExitCode.INTERNAL) {
            e.printStackTrace(err);
        } else {
            err.println("rowcall: " + Plain.text(String.valueOf(e.getMessage())));
        }
        return code;
    }

    /** UTF-8, whatever the machine's locale is. */
    private static PrintWriter writerTo(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
    }
}
