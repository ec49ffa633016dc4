package io.rowcall.receive;

import io.rowcall.batch.BatchKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Short strings of AMQP 0-9-1 hold 255 bytes. One that is no UTF-8 is read with replacement characters, three bytes
 * each, and may then be too long to be written again.
 */
final class ShortText {

    /** Whether it can be written as it is. */
    static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= BatchKey.MAX_ID_BYTES;
    }

    /** As much of its start as can be written. */
    static @Nullable String fitting(@Nullable String text) {
        if (text == null || fits(text)) {
            return text;
        }
        int end = BatchKey.MAX_ID_BYTES / 3;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private ShortText() {}
}
