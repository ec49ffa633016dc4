package io.rowcall.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a row failed.
 *
 * @param code what kind of fault it is
 * @param columns the columns it concerns, as the table spells them where it has them; may be empty
 * @param constraint name of the key, foreign key or check, if one is concerned
 * @param limit what the column takes, in words or digits
 * @param actual what was found, in words or digits
 * @param message where, what was expected, what was found, what to do; never SQL
 */
public record Reason(
        ReasonCode code,
        List<String> columns,
        @Nullable String constraint,
        @Nullable String limit,
        @Nullable String actual,
        String message) {

    /** At most so many reasons of one row are named; the rest is counted in the last of them. */
    public static final int MAX_PER_ROW = 20;

    /** A reason that concerns the row as a whole. */
    public static Reason ofRow(ReasonCode code, String message) {
        return new Reason(code, List.of(), null, null, null, message);
    }

    /** A reason that concerns one column. */
    public static Reason ofColumn(ReasonCode code, String column, String message) {
        return new Reason(code, List.of(column), null, null, null, message);
    }

    /** A reason that compares what was found with what the column takes. */
    public static Reason ofLimit(ReasonCode code, String column, String limit, String actual, String message) {
        return new Reason(code, List.of(column), null, limit, actual, message);
    }
}
