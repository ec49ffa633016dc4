package io.rowcall.decode;

import io.rowcall.batch.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one body from first to last, holding no more than one of them. What is wrong with the body as a
 * whole is thrown, as {@link RefusedException} or the JSON parser's own exception, the first time the body is read;
 * never later, since reading gives the same each time.
 */
interface RowReader extends AutoCloseable {

    /**
     * A row is held in memory, several times over while it is written, so it has to be bounded whatever the body is.
     * More than this comes in gzip only: without it, it would fit no message.
     */
    int MAX_ROW = 16 << 20;

    /** The refusal of a body with a row that is larger than {@link #MAX_ROW}. */
    static RefusedException rowTooLarge() {
        return RefusedException.tooLarge(Words.of(
                "one of the body's rows holds more than %,d bytes or characters; leave it out, or shorten its values",
                MAX_ROW));
    }

    /** The next row, or null after the last. */
    @Nullable
    Row next();

    @Override
    void close();
}
