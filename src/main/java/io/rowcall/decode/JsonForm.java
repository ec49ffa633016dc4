package io.rowcall.decode;

import io.rowcall.batch.Target;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Tells the two forms of a JSON body by its first token. */
final class JsonForm {

    static BodyForm of(Body body, Target.Limits limits) {
        Json json = new Json();
        try (JsonParser parser = json.parser(body.open())) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return same -> new ArrayRows(json.parser(same.open()), limits);
            }
            if (first == JsonToken.START_OBJECT) {
                Outline outline = Outline.read(parser, limits);
                return same -> new ColumnsRows(json, same, outline, limits);
            }
            throw RefusedException.malformed((first == null ? "the body is empty" : "the body is a single value")
                    + "; send an array of rows, [{\"column\": value, …}, …], or " + Outline.FORM);
        }
    }

    private JsonForm() {}
}
