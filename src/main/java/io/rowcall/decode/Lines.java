package io.rowcall.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts UTF-8 into lines, one at a time, each with its line end; holds no more than the longest of them. */
final class Lines implements AutoCloseable {

    private final InputStream in;
    private final boolean endAtCarriageReturn;
    private byte[] buffer = new byte[1 << 14];
    private int from;
    private int to;
    private int filled;
    private long number;

    /** @param endAtCarriageReturn whether a carriage return without a line feed ends a line too */
    Lines(InputStream in, boolean endAtCarriageReturn) {
        this.in = in;
        this.endAtCarriageReturn = endAtCarriageReturn;
    }

    /** Moves to the next line, if there is one. */
    boolean next() {
        from = to;
        int length = 0;
        int end = endWithin(length);
        while (end < 0) {
            length = Math.max(0, filled - from - 1); // a carriage return at the end is looked at again
            if (!fill()) {
                end = filled;
            } else {
                end = endWithin(length);
            }
        }
        to = end;
        number += to > from ? 1 : 0;
        return to > from;
    }

    /** Where the line ends, looking from this far into it, or -1 where that isn't in the buffer yet. */
    private int endWithin(int length) {
        for (int i = from + length; i < filled; i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
            if (buffer[i] == '\r' && endAtCarriageReturn) {
                return i + 1 == filled ? -1 : i + (buffer[i + 1] == '\n' ? 2 : 1);
            }
        }
        return -1;
    }

    /** Reads more behind the line, which moves to the front of the buffer; false at the end. */
    private boolean fill() {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, filled - from);
            filled -= from;
            from = 0;
        } else if (filled == buffer.length) {
            if (filled >= RowReader.MAX_ROW) {
                throw RowReader.rowTooLarge();
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        try {
            int read = in.read(buffer, filled, buffer.length - filled);
            filled += Math.max(read, 0);
            return read >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line's number, from 1. */
    long number() {
        return number;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where the line starts in the buffer. */
    int from() {
        return from;
    }

    /** Where it ends, its line end included. */
    int to() {
        return to;
    }

    /** The line with its line end. */
    String text() {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /** The text without the line end that it may end with. */
    static String withoutEnd(String text) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
