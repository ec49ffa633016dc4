package io.rowcall.cli.dead;

import io.rowcall.deadletter.DeadLetter;
import io.rowcall.deadletter.DeadLetterQueue;
import io.rowcall.deadletter.Limits;
import io.rowcall.deadletter.Listing;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters to act on: some by id, or all that match. */
final class Selection {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "ids of dead letters, as the list shows them")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "all that match; says how many, and goes on only with --yes")
    private boolean all;

    @Option(names = "--yes", description = "with --all: really do it")
    private boolean yes;

    @Mixin
    private final LetterFilter filter = new LetterFilter();

    /** @throws IllegalArgumentException in words, where the options don't go together */
    void check() {
        if (all == !ids.isEmpty()) {
            throw new IllegalArgumentException("name dead letters by their ids, or say --all");
        }
        if (!all && (yes || filter.isGiven())) {
            throw new IllegalArgumentException("--code, --target, --batch and --yes go with --all");
        }
    }

    boolean isAll() {
        return all;
    }

    boolean isAgreed() {
        return yes || !all;
    }

    List<String> ids() {
        return ids;
    }

    /** Those that match at this moment. Those that are dead-lettered later are not among them. */
    Listing matching(DeadLetterQueue queue) {
        return queue.list(filter::matches, Limits.SEARCH);
    }

    static List<String> idsOf(Listing listing) {
        return listing.letters().stream().map(DeadLetter::id).toList();
    }
}
