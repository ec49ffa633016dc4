package io.rowcall.preflight;

import io.rowcall.batch.Value;
import org.jspecify.annotations.Nullable;

/** true and false, which TINYINT(1) and BIT(1) take. CSV has no other way than to write them out, as it likes. */
final class Truth {

    private static final Bound ONE = new Bound.Text("1");
    private static final Bound ZERO = new Bound.Text("0");

    private Truth() {}

    /** What to bind for a truth value, or null for any other value. */
    static @Nullable Bound of(Value value) {
        return switch (value) {
            case Value.Bool bool -> bool == Value.Bool.TRUE ? ONE : ZERO;
            case Value.Field field ->
                field.text().equalsIgnoreCase("true") ? ONE : field.text().equalsIgnoreCase("false") ? ZERO : null;
            default -> null;
        };
    }
}
