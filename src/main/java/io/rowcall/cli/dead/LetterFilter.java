package io.rowcall.cli.dead;

import io.rowcall.batch.RefusalCode;
import io.rowcall.deadletter.DeadLetter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters; all options together narrow them down. */
final class LetterFilter {

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "only those refused with this code: ${COMPLETION-CANDIDATES}")
    private @Nullable RefusalCode code;

    @Option(
            names = {"-t", "--target"},
            paramLabel = "TARGET",
            description = "only those for this target")
    private @Nullable String target;

    @Option(names = "--batch", paramLabel = "BATCH-ID", description = "only those of this batch id")
    private @Nullable String batch;

    boolean isGiven() {
        return code != null || target != null || batch != null;
    }

    boolean matches(DeadLetter letter) {
        return (code == null || code.name().equals(letter.code()))
                && (target == null || target.equals(letter.target()))
                && (batch == null || batch.equals(letter.batchId()));
    }
}
