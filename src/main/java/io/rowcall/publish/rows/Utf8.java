package io.rowcall.publish.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;

/** Looks at how a text begins (Unicode Standard, section 23.8). */
final class Utf8 {

    private static final int LONGEST_MARK = 4;

    /**
     * The text without the byte order mark it may start with.
     *
     * @throws UnreadableRowsException if its first bytes give away another encoding
     */
    static InputStream withoutMark(InputStream in) {
        try {
            PushbackInputStream text = new PushbackInputStream(in, LONGEST_MARK);
            byte[] start = text.readNBytes(LONGEST_MARK);
            boolean marked =
                    start.length >= 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF;
            if (!marked && isWide(start)) {
                throw new UnreadableRowsException(
                        "the text is UTF-16 or UTF-32; Rowcall reads UTF-8: convert it with iconv -f UTF-16 -t UTF-8");
            }
            int skipped = marked ? 3 : 0;
            text.unread(start, skipped, start.length - skipped);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No rows start with these bytes in UTF-8; in wider encodings, marks and ASCII characters do. */
    private static boolean isWide(byte[] start) {
        for (byte b : start) {
            if (b == 0 || b == (byte) 0xFE || b == (byte) 0xFF) {
                return true;
            }
        }
        return false;
    }

    private Utf8() {}
}
