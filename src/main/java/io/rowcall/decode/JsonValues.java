package io.rowcall.decode;

import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads JSON values as they were written. What is wrong with a value is remembered instead of thrown, since it fails its
 * row and not the batch; only nesting beyond the limit is thrown.
 */
final class JsonValues {

    /** Far more digits than any column holds: a DECIMAL has 65, and 309 write out the largest DOUBLE. */
    static final int MAX_NUMBER = 1_000;

    /** {@code 1e200000000} is eleven characters here and 200 MB once somebody writes it out. */
    static final int MAX_EXPONENT = 100_000;

    private final int maxDepth;
    private @Nullable Problem problem;
    private long characters;

    JsonValues(Target.Limits limits) {
        this.maxDepth = limits.depth();
    }

    /** Forgets the row before. */
    void startRow() {
        problem = null;
        characters = 0;
    }

    /** The first thing that was wrong with the values of this row. */
    @Nullable
    Problem problem() {
        return problem;
    }

    /** The value that the parser stands on; afterwards it stands on the value's last token. */
    Value read(JsonParser parser, String column) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new Value.Text(text(parser, column));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Num(number(parser, column));
            case VALUE_TRUE -> Value.Bool.TRUE;
            case VALUE_FALSE -> Value.Bool.FALSE;
            case VALUE_NULL -> Value.Null.NULL;
            default -> {
                StringBuilder json = new StringBuilder();
                copy(parser, json, column);
                yield new Value.Json(json.toString());
            }
        };
    }

    /** Appends the value that the parser stands on as compact text: keys in order, numbers as written. */
    void copy(JsonParser parser, StringBuilder json, String column) {
        Deque<Set<String>> keys = new ArrayDeque<>();
        int start = json.length();
        int depth = 0;
        while (true) {
            JsonToken token = parser.currentToken();
            if (json.length() > RowReader.MAX_ROW) {
                throw RowReader.rowTooLarge();
            }
            if (!token.isStructEnd()) {
                JsonText.separate(json, start);
            }
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    requireDepth(++depth, column);
                    keys.push(token == JsonToken.START_OBJECT ? new HashSet<>() : Set.of());
                    json.append(token.asString());
                }
                case END_OBJECT, END_ARRAY -> {
                    depth--;
                    keys.pop();
                    json.append(token.asString());
                }
                case PROPERTY_NAME -> {
                    String key = parser.currentName();
                    if (!keys.element().add(key)) {
                        String cure = "; MySQL would drop one of them, keep one yourself";
                        report(
                                column,
                                "has the key " + Excerpt.quoted(key) + " twice, at " + path(parser) + cure,
                                "has a key twice" + cure);
                    }
                    JsonText.quote(key, json);
                    json.append(':');
                }
                case VALUE_STRING -> JsonText.quote(text(parser, column), json);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.append(number(parser, column));
                default -> json.append(token.asString());
            }
            if (depth == 0) {
                return;
            }
            parser.nextToken();
        }
    }

    private static String path(JsonParser parser) {
        return Excerpt.quoted(parser.streamReadContext().pathAsPointer().toString());
    }

    private void requireDepth(int depth, String column) {
        if (depth > maxDepth) {
            throw RefusedException.tooLarge(Words.of(
                    "%s is nested deeper than %,d levels, the limit of this target; send a flatter value",
                    named(column), maxDepth));
        }
    }

    private String text(JsonParser parser, String column) {
        String text = parser.getString();
        requireRoom(text);
        requireCharacters(text, column);
        return text;
    }

    private void requireRoom(String text) {
        characters += text.length();
        if (characters > RowReader.MAX_ROW) {
            throw RowReader.rowTooLarge();
        }
    }

    private void requireCharacters(String text, String column) {
        if (JsonText.hasLoneSurrogate(text)) {
            report(
                    column,
                    "holds half of a surrogate pair, in " + Excerpt.quoted(text) + "; send whole characters",
                    "holds half of a surrogate pair; send whole characters");
        }
    }

    private String number(JsonParser parser, String column) {
        String literal = parser.getString();
        requireRoom(literal);
        if (literal.length() > MAX_NUMBER) {
            String size = Words.of("is a number of %,d characters; the limit is %,d", literal.length(), MAX_NUMBER);
            report(column, size, size);
        } else if (JsonText.exponentExceeds(literal, MAX_EXPONENT)) {
            String limit = Words.of("; the limit of an exponent is %,d", MAX_EXPONENT);
            report(column, "is the number " + Excerpt.quoted(literal) + limit, "is a number out of bounds" + limit);
        }
        return literal;
    }

    private void report(String column, String what, String discreetly) {
        if (problem == null) {
            problem = new Problem(named(column) + " " + what, named(column) + " " + discreetly);
        }
    }

    private static String named(String column) {
        return column.isEmpty() ? "the row" : "column " + Excerpt.quoted(column);
    }
}
