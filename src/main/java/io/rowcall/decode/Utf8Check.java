package io.rowcall.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells whether bytes, given block by block, are well-formed UTF-8 (Unicode Standard, table 3-7): no overlong forms, no
 * surrogates, nothing above U+10FFFF.
 */
final class Utf8Check {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private long position;
    private long firstBad = -1;
    private int missing;
    private int least;
    private int most;

    void add(byte[] bytes, int length) {
        int i = 0;
        while (i < length && firstBad < 0) {
            if (missing == 0 && i + 8 <= length && ((long) EIGHT_BYTES.get(bytes, i) & NOT_ASCII) == 0) {
                i += 8;
            } else {
                add(bytes[i] & 0xFF, position + i);
                i++;
            }
        }
        position += length;
    }

    private void add(int octet, long at) {
        if (missing > 0) {
            if (octet < least || octet > most) {
                firstBad = at;
            }
            expect(missing - 1, 0x80, 0xBF);
        } else if (octet >= 0x80) {
            switch (octet) {
                case 0xE0 -> expect(2, 0xA0, 0xBF);
                case 0xED -> expect(2, 0x80, 0x9F);
                case 0xF0 -> expect(3, 0x90, 0xBF);
                case 0xF4 -> expect(3, 0x80, 0x8F);
                default -> {
                    if (octet >= 0xC2 && octet <= 0xDF) {
                        expect(1, 0x80, 0xBF);
                    } else if (octet > 0xE0 && octet <= 0xEF) {
                        expect(2, 0x80, 0xBF);
                    } else if (octet > 0xF0 && octet < 0xF4) {
                        expect(3, 0x80, 0xBF);
                    } else {
                        firstBad = at;
                    }
                }
            }
        }
    }

    private void expect(int octets, int least, int most) {
        this.missing = octets;
        this.least = least;
        this.most = most;
    }

    /** Position of the first byte that can't stand where it stands, or of the end inside a character; -1 if all is well. */
    long firstBad() {
        return firstBad < 0 && missing > 0 ? position : firstBad;
    }
}
