package io.rowcall.apply;

import io.rowcall.batch.Counts;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import java.util.Map;

/** What became of a batch, told once that is certain. It names no batch: who listens counts. */
public sealed interface BatchEvent {

    String target();

    /**
     * Its rows are committed, but for those that failed.
     *
     * @param failures how many rows failed with each code; a row with several reasons counts once under each of their
     *     codes, so these add up to {@code counts.failed()} or more
     */
    record Applied(String target, Counts counts, Map<ReasonCode, Integer> failures) implements BatchEvent {}

    /** It had been applied before, and is answered as then. */
    record Repeated(String target) implements BatchEvent {}

    /** It was tried and rolled back, as its producer had asked. */
    record Tried(String target) implements BatchEvent {}

    /** It can never be applied; its answer and the dead letter are confirmed. */
    record Refused(String target, RefusalCode code) implements BatchEvent {}

    /**
     * Bad rows of a group were found; told for the group, once.
     *
     * @param statements that this took, beyond those that write good rows
     */
    record Isolated(String target, int statements) implements BatchEvent {}

    /** Is called on the working thread, after the commit, and must neither block nor throw. */
    @FunctionalInterface
    interface Listener {
        /** This has become of a batch. */
        void happened(BatchEvent event);
    }
}
