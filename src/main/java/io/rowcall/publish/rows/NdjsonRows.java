package io.rowcall.publish.rows;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines, ended by a line feed as NDJSON has it; a carriage return before it is white space to JSON. */
final class NdjsonRows implements RowSource {

    private final Tape tape;

    NdjsonRows(InputStream in) {
        this.tape = new Tape(in, "is it NDJSON, with one row a line?");
    }

    @Override
    public BodyFormat format() {
        return BodyFormat.NDJSON;
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public byte @Nullable [] next() {
        while (true) {
            boolean blank = true;
            int b = tape.next();
            while (b != Tape.END && b != '\n') {
                blank &= b == ' ' || b == '\t' || b == '\r';
                b = tape.next();
            }
            byte[] line = tape.cut(b == '\n' ? 1 : 0);
            if (!blank) {
                return line;
            }
            if (b == Tape.END) {
                return null;
            }
        }
    }

    @Override
    public void close() {
        tape.close();
    }
}
