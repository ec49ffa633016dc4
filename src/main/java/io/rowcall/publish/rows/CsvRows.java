package io.rowcall.publish.rows;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Records of RFC 4180. Only quotes, commas and line ends are looked at, all of them ASCII, so it goes by bytes. A quote
 * opens a field only where the field starts. What follows a closing quote and is neither comma nor line end breaks the
 * record; it then ends with its line, as the worker has it.
 */
final class CsvRows implements RowSource {

    private enum In {
        FIELD_START,
        PLAIN,
        QUOTES,
        /** Behind a quote within quotes: the second of a pair, or the closing one. */
        QUOTE_SEEN,
        BROKEN
    }

    private final Tape tape;
    private final byte[] header;

    CsvRows(InputStream in) {
        this.tape = new Tape(in, "is its closing quote missing?");
        byte[] first = record();
        if (first == null) {
            throw new UnreadableRowsException("there is no header line; CSV starts with a line of column names");
        }
        this.header = first;
    }

    @Override
    public BodyFormat format() {
        return BodyFormat.CSV;
    }

    @Override
    public byte[] header() {
        return header;
    }

    @Override
    public byte @Nullable [] next() {
        return record();
    }

    /** The next record that isn't blank, without its line end. */
    private byte @Nullable [] record() {
        while (true) {
            int lineEnd = skipRecord();
            int bytes = tape.length() - lineEnd;
            byte[] record = tape.cut(lineEnd);
            if (bytes > 0) {
                return record;
            }
            if (lineEnd == 0) {
                return null;
            }
        }
    }

    /** Moves behind the record and returns how many bytes its line end has: 0 at the end of all. */
    private int skipRecord() {
        In in = In.FIELD_START;
        while (true) {
            int b = tape.next();
            if (b == Tape.END) {
                return 0;
            }
            if (in != In.QUOTES && (b == '\n' || b == '\r')) {
                return b == '\r' && tape.peek() == '\n' ? 1 + skip() : 1;
            }
            in = switch (in) {
                case FIELD_START -> b == '"' ? In.QUOTES : plain(b);
                case PLAIN -> plain(b);
                case QUOTES -> b == '"' ? In.QUOTE_SEEN : In.QUOTES;
                case QUOTE_SEEN -> b == '"' ? In.QUOTES : b == ',' ? In.FIELD_START : In.BROKEN;
                case BROKEN -> In.BROKEN;
            };
        }
    }

    private int skip() {
        tape.next();
        return 1;
    }

    private static In plain(int b) {
        return b == ',' ? In.FIELD_START : In.PLAIN;
    }

    @Override
    public void close() {
        tape.close();
    }
}
