package io.rowcall.decode;

import org.jspecify.annotations.Nullable;

/** What the first bytes of a body tell of its encoding (Unicode Standard, section 23.8). */
final class ByteOrderMark {

    /** Length of the mark of UTF-8 that these bytes start with, or 0. */
    static int lengthIn(byte[] start) {
        return startsWith(start, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    }

    /**
     * The encoding these bytes give away where it is not UTF-8. No body of Rowcall starts with a character below U+0001
     * or above U+007F, except for a CSV header, so a zero among the first four bytes is half of a wider character.
     */
    static @Nullable String otherEncoding(byte[] start) {
        if (startsWith(start, 0xFF, 0xFE, 0x00, 0x00) || startsWith(start, 0x00, 0x00, 0xFE, 0xFF)) {
            return "UTF-32";
        }
        if (startsWith(start, 0xFF, 0xFE) || startsWith(start, 0xFE, 0xFF)) {
            return "UTF-16";
        }
        for (int i = 0; i < Math.min(4, start.length); i++) {
            if (start[i] == 0) {
                return "UTF-16 or UTF-32, since a byte 0 is among its first four";
            }
        }
        return null;
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private ByteOrderMark() {}
}
