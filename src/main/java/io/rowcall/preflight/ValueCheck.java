package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import org.jspecify.annotations.Nullable;

/** Judges the values of one column. Never asked about NULL. */
@FunctionalInterface
interface ValueCheck {

    Judgement check(Value value);

    /** What a text value holds, or null for any other. */
    static @Nullable String text(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Field field -> field.text();
            case Value.Num unused -> null;
            case Value.Bool unused -> null;
            case Value.Json unused -> null;
            case Value.Null unused -> null;
        };
    }

    /** The digits of a number, which may come as text too, or null for any other value. */
    static @Nullable String numeral(Value value) {
        return value instanceof Value.Num number ? number.literal() : text(value);
    }

    /**
     * A value of another type than the column's.
     *
     * @param takes what the column takes, and in which form
     */
    static Fault wrongType(String takes, Value value) {
        return Fault.of(ReasonCode.WRONG_TYPE, takes, null, value, "Send it in this form.");
    }
}
