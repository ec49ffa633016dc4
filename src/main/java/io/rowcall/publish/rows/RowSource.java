package io.rowcall.publish.rows;

import java.io.InputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows one after the other, each as the bytes that were sent: nothing is parsed further than it takes to see where a row
 * ends, and no more than one row is held. What is wrong within a row is for the worker to say.
 */
public interface RowSource extends AutoCloseable {

    /** A larger row fits into no message. */
    int MAX_ROW_BYTES = 16 << 20;

    BodyFormat format();

    /** The line that every body of these rows starts with, without its line end; empty where there is none. */
    byte[] header();

    /**
     * The next row without what separates it from others.
     *
     * @return null after the last row
     * @throws UnreadableRowsException where it can't be told how to go on
     */
    byte @Nullable [] next();

    @Override
    void close();

    /**
     * Records of RFC 4180, separated by commas; a field in quotes may hold line ends. The first record is the header.
     * Blank lines are left out.
     *
     * @throws UnreadableRowsException if there is no header, or the text is not UTF-8 by its first bytes
     */
    static RowSource csv(InputStream in) {
        return new CsvRows(Utf8.withoutMark(in));
    }

    /** One row a line; blank lines are left out. */
    static RowSource ndjson(InputStream in) {
        return new NdjsonRows(Utf8.withoutMark(in));
    }

    /** The elements of one JSON array. */
    static RowSource json(InputStream in) {
        return new JsonArrayRows(Utf8.withoutMark(in));
    }

    /** Maps, records or beans, written as JSON; {@code null} properties are written too and mean NULL. */
    static RowSource objects(Iterator<?> rows) {
        JsonMapper json = new JsonMapper();
        return new RowSource() {
            @Override
            public BodyFormat format() {
                return BodyFormat.JSON;
            }

            @Override
            public byte[] header() {
                return new byte[0];
            }

            @Override
            public byte @Nullable [] next() {
                return rows.hasNext() ? json.writeValueAsBytes(rows.next()) : null;
            }

            @Override
            public void close() {}
        };
    }
}
