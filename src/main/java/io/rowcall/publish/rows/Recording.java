package io.rowcall.publish.rows;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Keeps what was read through it, from a chosen place on, so that it can be copied once its end is known. */
final class Recording extends FilterInputStream {

    /** The parser reads some kilobytes ahead of the row it is in. */
    private static final int READ_AHEAD = 1 << 16;

    private byte[] kept = new byte[1 << 16];
    private int length;
    private long offset;
    private long line = 1;

    Recording(InputStream in) {
        super(in);
    }

    /**
     * A row starts here.
     *
     * @param place bytes from the start of the stream
     */
    void startAt(long place, long lineNumber) {
        line = lineNumber;
        int forgotten = Math.toIntExact(place - offset);
        System.arraycopy(kept, forgotten, kept, 0, length - forgotten);
        length -= forgotten;
        offset = place;
    }

    byte[] copy(long from, long to) {
        return Arrays.copyOfRange(kept, Math.toIntExact(from - offset), Math.toIntExact(to - offset));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int at, int count) throws IOException {
        int read = super.read(target, at, count);
        if (read > 0) {
            keep(target, at, read);
        }
        return read;
    }

    private void keep(byte[] source, int at, int count) {
        if (length + count > RowSource.MAX_ROW_BYTES + READ_AHEAD) {
            throw new UnreadableRowsException(
                    "the row that starts in line %,d has more than %,d bytes, which fit into no message"
                            .formatted(line, RowSource.MAX_ROW_BYTES));
        }
        if (length + count > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, length + count));
        }
        System.arraycopy(source, at, kept, length, count);
        length += count;
    }
}
