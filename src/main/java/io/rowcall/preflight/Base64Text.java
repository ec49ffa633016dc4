package io.rowcall.preflight;

import io.rowcall.batch.Value;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes as base64 text (RFC 4648 §4, with padding). */
final class Base64Text {

    private Base64Text() {}

    /** The bytes, or null where the value is no base64 text. */
    static byte @Nullable [] bytes(Value value) {
        String text = ValueCheck.text(value);
        if (text == null || text.length() % 4 != 0) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
