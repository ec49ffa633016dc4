package io.rowcall.decode;

import io.rowcall.batch.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one body from first to last, holding no more than one of them. What is wrong with the body as a
 * whole is thrown, as {@link RefusedException} or the JSON parser's own exception, the first time the body is read;
 * never later, since reading gives the same each time.
 */
interface RowReader extends AutoCloseable {

    /** The next row, or null after the last. */
    @Nullable
    Row next();

    @Override
    void close();
}
