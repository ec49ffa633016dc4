package io.rowcall.publish.rows;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Elements of a JSON array: the parser tells where each starts and ends, its bytes are taken as they are. */
final class JsonArrayRows implements RowSource {

    private static final JsonFactory JSON = new JsonFactory();

    private final Recording recording;
    private final JsonParser parser;

    JsonArrayRows(InputStream in) {
        this.recording = new Recording(in);
        this.parser = JSON.createParser(ObjectReadContext.empty(), recording);
        if (token() != JsonToken.START_ARRAY) {
            throw new UnreadableRowsException(
                    "it is no JSON array; write the rows as [{…},{…}], or one a line as NDJSON");
        }
    }

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
        JsonToken token = token();
        if (token == JsonToken.END_ARRAY) {
            requireEnd();
            return null;
        }
        try {
            TokenStreamLocation place = parser.currentTokenLocation();
            long start = place.getByteOffset();
            recording.startAt(start, place.getLineNr());
            parser.skipChildren();
            parser.finishToken();
            return recording.copy(start, parser.currentLocation().getByteOffset());
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    private void requireEnd() {
        try {
            if (parser.nextToken() != null) {
                throw new UnreadableRowsException(
                        "the JSON goes on after the end of its array; one file holds one array");
            }
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    private JsonToken token() {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new UnreadableRowsException("there is no JSON in it; an array without rows is []");
            }
            return token;
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    private static UnreadableRowsException unreadable(JacksonException e) {
        return new UnreadableRowsException(
                "the JSON can't be read in line %,d, column %,d: %s"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage()),
                e);
    }

    @Override
    public void close() {
        parser.close();
    }
}
