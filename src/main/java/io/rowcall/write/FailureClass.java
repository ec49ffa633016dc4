package io.rowcall.write;

import io.rowcall.batch.ReasonCode;
import org.jspecify.annotations.Nullable;

/** What an error means for the batches at hand. {@link FailureClassifier} is the one place that decides. */
public sealed interface FailureClass {

    /** It lies in a row, or may do so. */
    sealed interface OfRow extends FailureClass {
        /** MySQL's error number; 0 where the driver itself refused. */
        int vendorCode();
    }

    /**
     * It lies in a row: the row is FAILED, its neighbours go on.
     *
     * @param column as the message names it; may be one of another table, which a trigger writes
     * @param constraint name of the key ({@code table.key}), foreign key, check or functional index
     * @param rowNumber of the row in the statement, from 1
     * @param text the server's own words, which may hold values
     */
    record RowFault(
            ReasonCode code,
            int vendorCode,
            @Nullable String column,
            @Nullable String constraint,
            @Nullable Integer rowNumber,
            String text)
            implements OfRow {}

    /** A MySQL error that no table of ours names: a row's fault only where it can be shown to be one. */
    record Unknown(int vendorCode, String text) implements OfRow {}

    /** Other transactions were in the way: the group starts again. */
    record Conflict(String what) implements FailureClass {}

    /** The server can't be used for now: everything goes back to the queue and the target is held until it can. */
    record Outage(String what) implements FailureClass {}

    /** The target or the account is not set up as it must be: held too, and the cure said. */
    record Configuration(String what, String cure) implements FailureClass {}

    /** An error of Rowcall's own. The batch is tried again alone, and refused as POISON when it keeps happening. */
    record Bug(String what) implements FailureClass {}

    /** One sentence for logs, health and people. */
    default String sentence() {
        return switch (this) {
            case RowFault fault -> "MySQL error " + fault.vendorCode();
            // Its text may cite values.
            case Unknown unknown -> "MySQL error %d; see its description".formatted(unknown.vendorCode());
            case Conflict conflict -> "other transactions are in the way (" + conflict.what() + ")";
            case Outage outage -> outage.what();
            case Configuration configuration -> configuration.what() + "; " + configuration.cure();
            case Bug bug -> "an error of Rowcall's own (" + bug.what() + ")";
        };
    }
}
