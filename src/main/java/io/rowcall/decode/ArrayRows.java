package io.rowcall.decode;

import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** {@code [{"id":1,"name":"Ada"}, …]} */
final class ArrayRows implements RowReader {

    private final JsonParser parser;
    private final JsonRows rows;
    private int index;

    ArrayRows(JsonParser parser, Target.Limits limits) {
        this.parser = parser;
        this.rows = new JsonRows(limits);
        parser.nextToken(); // the opening bracket
    }

    @Override
    public @Nullable Row next() {
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            return rows.object(parser, index++);
        }
        Outline.requireEnd(parser);
        return null;
    }

    @Override
    public void close() {
        parser.close();
    }
}
