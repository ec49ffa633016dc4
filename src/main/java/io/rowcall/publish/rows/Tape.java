package io.rowcall.publish.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Bytes of a stream one by one, with those since the last cut kept to be cut out. */
final class Tape implements AutoCloseable {

    static final int END = -1;

    private final InputStream in;
    private final String question;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int position;
    private int filled;
    private long line = 1;
    private long startLine = 1;

    /** @param question what to ask oneself about a row longer than {@link RowSource#MAX_ROW_BYTES} */
    Tape(InputStream in, String question) {
        this.in = in;
        this.question = question;
    }

    /** Moves on by one byte, or tells the end. */
    int next() {
        int b = peek();
        if (b != END) {
            position++;
        }
        if (b == '\n') {
            line++;
        }
        return b;
    }

    /** The byte that {@link #next()} would give. */
    int peek() {
        return position < filled || fill() ? buffer[position] & 0xFF : END;
    }

    /** The bytes since the last cut but for some at their end; the next cut starts here. */
    byte[] cut(int dropped) {
        byte[] bytes = Arrays.copyOfRange(buffer, start, position - dropped);
        start = position;
        startLine = line;
        return bytes;
    }

    /** How many bytes a cut would have. */
    int length() {
        return position - start;
    }

    private boolean fill() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            position -= start;
            filled -= start;
            start = 0;
        } else if (filled == buffer.length) {
            if (filled >= RowSource.MAX_ROW_BYTES) {
                throw new UnreadableRowsException(
                        "the row that starts in line %,d has more than %,d bytes, which fit into no message; %s"
                                .formatted(startLine, RowSource.MAX_ROW_BYTES, question));
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        try {
            int read = in.read(buffer, filled, buffer.length - filled);
            filled += Math.max(read, 0);
            return read > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
