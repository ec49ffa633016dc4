package io.rowcall.decode;

import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The rows of a body whose {@link Outline} is known. Ids may come before the rows or after them, so they are read by a
 * parser of their own, one id for each row.
 */
final class ColumnsRows implements RowReader {

    private final List<String> columns;
    private final JsonParser parser;
    private final @Nullable JsonParser rowIds;
    private final JsonRows rows;
    private int index;

    ColumnsRows(Json json, Body body, Outline outline, Target.Limits limits) {
        this.columns = outline.columns();
        this.parser = enter(json.parser(body.open()), "rows");
        this.rowIds = outline.hasRowIds() ? enter(json.parser(body.open()), "rowIds") : null;
        this.rows = new JsonRows(limits);
    }

    /** Moves to the opening bracket of the array under this key, which the outline says is there. */
    private static JsonParser enter(JsonParser parser, String key) {
        parser.nextToken();
        while (!key.equals(parser.nextName())) {
            parser.nextToken();
            parser.skipChildren();
        }
        parser.nextToken();
        return parser;
    }

    @Override
    public @Nullable Row next() {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            return null;
        }
        return rows.array(parser, index++, rowIds == null ? null : rowIds.nextStringValue(), columns);
    }

    @Override
    public void close() {
        parser.close();
        if (rowIds != null) {
            rowIds.close();
        }
    }
}
