package io.rowcall.cli.dead;

import io.rowcall.cli.ExitCode;
import io.rowcall.cli.JsonReport;
import io.rowcall.cli.Plain;
import io.rowcall.deadletter.DeadLetterQueue;
import io.rowcall.deadletter.Listing;
import io.rowcall.deadletter.Outcome;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Has the selected dead letters settled and says what became of each.
 *
 * @param verb what is done to them
 */
record Settling(String verb, Selection selection, boolean json, CommandSpec spec) {

    /** How it is done, with these ids. */
    interface Way {
        List<Outcome> settle(List<String> ids);
    }

    ExitCode run(DeadLetterQueue queue, Way way) {
        if (!selection.isAll()) {
            return print(way.settle(selection.ids()));
        }
        Listing listing = selection.matching(queue);
        int matching = listing.matching();
        spec.commandLine()
                .getErr()
                .printf(
                        "rowcall: %,d of %,d dead letters match%s%s%n",
                        matching,
                        listing.waiting(),
                        listing.complete() ? "" : ", and not all were looked at",
                        selection.isAgreed() || matching == 0 ? "" : "; say --yes too to " + verb + " them");
        if (matching == 0) {
            return print(List.of());
        }
        if (!selection.isAgreed()) {
            if (json) {
                out().println(new JsonReport().with("matching", matching).json());
            }
            return ExitCode.USAGE;
        }
        return print(way.settle(Selection.idsOf(listing)));
    }

    private ExitCode print(List<Outcome> outcomes) {
        if (json) {
            out().println(new JsonReport()
                    .with("outcomes", outcomes.stream().map(Settling::members).toList())
                    .json());
        } else {
            outcomes.forEach(outcome -> out().printf(
                            "%s  %s  %s%n", Plain.text(outcome.id()), word(outcome), Plain.text(outcome.message())));
        }
        return outcomes.stream().map(Settling::code).reduce(ExitCode.OK, Settling::graver);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static Map<String, @Nullable Object> members(Outcome outcome) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", outcome.id());
        members.put("outcome", word(outcome));
        members.put("message", outcome.message());
        return members;
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Replayed replayed -> "REPLAYED";
            case Outcome.Dropped dropped -> "DROPPED";
            case Outcome.Kept kept -> kept.why().name();
            case Outcome.Unsettled unsettled -> "UNSETTLED";
            case Outcome.NotFound notFound -> "NOT_FOUND";
        };
    }

    private static ExitCode code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Replayed replayed -> ExitCode.OK;
            case Outcome.Dropped dropped -> ExitCode.OK;
            case Outcome.Kept kept ->
                switch (kept.why()) {
                    case UNROUTABLE, TOO_OLD -> ExitCode.REFUSED;
                    case NOT_CONFIRMED -> ExitCode.UNREACHABLE;
                };
            case Outcome.Unsettled unsettled -> ExitCode.UNREACHABLE;
            case Outcome.NotFound notFound -> ExitCode.REFUSED;
        };
    }

    private static ExitCode graver(ExitCode one, ExitCode other) {
        return one.status() > other.status() ? one : other;
    }
}
