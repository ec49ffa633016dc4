package io.rowcall.preflight;

import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a column can't take a value. Read after the column's name it makes a sentence: "age <i>takes whole numbers from 0
 * to 255</i><i>, not 300</i>. <i>Send one of these.</i>"
 *
 * @param says what the column takes, or what is wrong; tells nothing of the value
 * @param limit what the column takes, in words or digits
 * @param actual what was found, in words or digits
 * @param detail what was found, to follow {@code says}; empty where {@code actual} tells nothing of the value
 * @param cure what to do
 */
record Fault(
        ReasonCode code,
        String says,
        @Nullable String limit,
        @Nullable String actual,
        String detail,
        String cure) implements Judgement {

    /** A value other than those the column takes. */
    static Fault of(ReasonCode code, String takes, @Nullable String limit, Value found, String cure) {
        String excerpt = Excerpt.of(found);
        return new Fault(code, "takes " + takes, limit, excerpt, ", not " + excerpt, cure);
    }

    /** A size beyond the column's, which is no secret. */
    static Fault ofSize(ReasonCode code, String unit, long limit, long actual, String cure) {
        return new Fault(
                code,
                "holds %d %s; the limit is %d".formatted(actual, unit, limit),
                String.valueOf(limit),
                String.valueOf(actual),
                "",
                cure);
    }

    /** Something wrong that the words tell without the value. */
    static Fault plain(ReasonCode code, String says, String cure) {
        return new Fault(code, says, null, null, "", cure);
    }

    /**
     * @param shown whether the value may be shown
     */
    Reason about(String column, boolean shown) {
        return new Reason(
                code,
                List.of(column),
                null,
                limit,
                shown || detail.isEmpty() ? actual : null,
                column + " " + says + (shown ? detail : "") + ". " + cure);
    }
}
