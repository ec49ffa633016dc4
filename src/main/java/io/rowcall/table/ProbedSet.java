package io.rowcall.table;

import io.rowcall.table.TextMapper.RoundTrip;
import java.util.Arrays;

/**
 * A character set as the server itself converts it, character by character: tables of other libraries with the same
 * name differ in details, such as the five bytes that cp1252 leaves open and MySQL's latin1 doesn't.
 */
final class ProbedSet implements CharacterSet {

    /** Has all of Unicode, in four bytes beyond the basic plane; no other set that is no form of Unicode goes there. */
    private static final String ALL_OF_UNICODE = "gb18030";

    private static final int PLANE = 0x10000;

    private final String name;
    private final byte[] lengths;

    private ProbedSet(String name, byte[] lengths) {
        this.name = name;
        this.lengths = lengths;
    }

    /** All characters of the basic plane, each followed by a line feed, which is no part of any longer character. */
    static String probe() {
        StringBuilder text = new StringBuilder(2 * PLANE);
        for (int c = 0; c < PLANE; c++) {
            if (!Character.isSurrogate((char) c)) {
                text.append((char) c).append('\n');
            }
        }
        return text.toString();
    }

    /** What the server made of {@link #probe}. */
    static ProbedSet of(String name, RoundTrip answer) {
        byte[] lengths = new byte[PLANE];
        byte[] bytes = answer.bytes();
        int at = 0;
        int index = 0;
        for (int c = 0; c < PLANE; c++) {
            if (Character.isSurrogate((char) c)) {
                continue;
            }
            int end = at + 1;
            while (bytes[end] != '\n') {
                end++;
            }
            lengths[c] = answer.back().charAt(index) == c ? (byte) (end - at) : 0;
            at = end + 1;
            index += 2;
        }
        return new ProbedSet(name, lengths);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bytes(int codePoint) {
        if (codePoint < PLANE) {
            return lengths[codePoint];
        }
        return name.equals(ALL_OF_UNICODE) ? 4 : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProbedSet set && name.equals(set.name) && Arrays.equals(lengths, set.lengths);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
