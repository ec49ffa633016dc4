package io.rowcall.decode;

import io.rowcall.batch.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The outline of a body {@code {"columns":[…],"rows":[[…],…],"rowIds":[…]}}, whose keys may come in any order. It is
 * read before the rows are, because nothing says that the columns come first, and because rows and ids are checked
 * against each other without holding either.
 */
record Outline(List<String> columns, boolean hasRowIds) {

    /** The form in words, for messages. */
    static final String FORM = "{\"columns\": [names], \"rows\": [[values], …]} with \"rowIds\": [strings] if you like";

    private static final int MAX_ROW_ID = 255;

    /** Reads the whole body; the parser stands on its opening brace. */
    static Outline read(JsonParser parser, Target.Limits limits) {
        Set<String> seen = new HashSet<>();
        List<String> columns = null;
        int rows = -1;
        int rowIds = -1;
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            if (!seen.add(key)) {
                throw malformed("the key " + Excerpt.quoted(key) + " stands twice in the body");
            }
            parser.nextToken();
            switch (key) {
                case "columns" -> columns = columns(parser, limits);
                case "rows" -> rows = countRows(parser, limits);
                case "rowIds" -> rowIds = countRowIds(parser);
                default -> throw malformed("the body has a key " + Excerpt.quoted(key) + ", which is none of its form");
            }
        }
        requireEnd(parser);
        if (columns == null || rows < 0) {
            throw malformed("the body has no " + (columns == null ? "\"columns\"" : "\"rows\""));
        }
        if (rowIds >= 0 && rowIds != rows) {
            throw malformed(Words.of("\"rowIds\" holds %,d ids for %,d rows", rowIds, rows));
        }
        return new Outline(columns, rowIds >= 0);
    }

    /** Refuses a body that goes on after its end. */
    static void requireEnd(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw RefusedException.malformed(Words.of(
                    "the body goes on after its end, in line %d, column %d; send one JSON value a batch",
                    parser.currentTokenLocation().getLineNr(),
                    parser.currentTokenLocation().getColumnNr()));
        }
    }

    private static List<String> columns(JsonParser parser, Target.Limits limits) {
        requireArray(parser, "columns");
        List<String> columns = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String name = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
            if (name.isEmpty() || JsonText.hasLoneSurrogate(name)) {
                throw malformed(Words.of("entry %,d of \"columns\" (counted from 0) is no name", columns.size()));
            }
            columns.add(name);
            if (columns.size() > limits.columns()) {
                throw RefusedException.tooLarge(Words.of(
                        "\"columns\" names more than %,d columns, the limit of this target; send fewer columns",
                        limits.columns()));
            }
        }
        String problem = Shapes.problem(columns);
        if (problem != null) {
            throw malformed(problem);
        }
        return List.copyOf(columns);
    }

    private static int countRows(JsonParser parser, Target.Limits limits) {
        requireArray(parser, "rows");
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            DecodedRows.requireWithin(++count, limits);
            parser.skipChildren();
        }
        return count;
    }

    /** How many ids there are; -1 for null, which many serializers write for what is absent. */
    private static int countRowIds(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return -1;
        }
        requireArray(parser, "rowIds");
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String problem = rowIdProblem(parser);
            if (problem != null) {
                throw malformed(Words.of("entry %,d of \"rowIds\" (counted from 0) %s", count, problem));
            }
            count++;
        }
        return count;
    }

    private static @Nullable String rowIdProblem(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return "is no string";
        }
        String rowId = parser.getString();
        if (rowId.length() > MAX_ROW_ID) {
            return Words.of("holds %,d characters; the limit is %d", rowId.length(), MAX_ROW_ID);
        }
        return JsonText.hasLoneSurrogate(rowId) ? "holds half of a surrogate pair" : null;
    }

    private static void requireArray(JsonParser parser, String key) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw malformed("\"" + key + "\" is no array");
        }
    }

    private static RefusedException malformed(String problem) {
        return RefusedException.malformed(problem + "; send an array of row objects, or " + FORM);
    }
}
