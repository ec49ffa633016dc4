package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import io.rowcall.table.CharacterSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Looks through a document for what MySQL refuses or keeps as something else: 101 levels, keys of 64 KiB, keys that come
 * twice, halves of characters, and numbers that neither 64 bits nor a double hold exactly.
 *
 * @param value as sent, for the messages
 */
record JsonScan(Value value) {

    /** MySQL error 3157. */
    private static final int LEVELS = 100;

    /** MySQL error 3151. */
    private static final int KEY_BYTES = 65_535;

    @Nullable
    Fault problem(String json) {
        try (JsonParser parser = JsonText.parser(json)) {
            int values = 0;
            int level = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                level += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += level == 0 ? 1 : 0;
                Fault fault = level > LEVELS ? tooDeep() : problem(token, parser);
                if (fault != null) {
                    return fault;
                }
            }
            return values == 1 ? null : malformed();
        } catch (JacksonException e) {
            return malformed();
        }
    }

    private @Nullable Fault problem(JsonToken token, JsonParser parser) {
        return switch (token) {
            case PROPERTY_NAME -> key(parser.currentName());
            case VALUE_STRING -> halves(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            default -> null;
        };
    }

    private @Nullable Fault key(String key) {
        long bytes = CharacterSet.utf8mb4().bytes(key);
        return bytes > KEY_BYTES
                ? Fault.ofSize(ReasonCode.BAD_JSON, "bytes in one key", KEY_BYTES, bytes, "Shorten the key.")
                : halves(key);
    }

    private static @Nullable Fault halves(String text) {
        return CharacterSet.utf8mb4().bytes(text) >= 0
                ? null
                : Fault.plain(
                        ReasonCode.BAD_JSON,
                        "holds one half of a character of two (a surrogate that stands alone)",
                        "Send whole characters.");
    }

    private @Nullable Fault number(String literal) {
        return switch (JsonNumber.of(literal)) {
            case KEPT -> null;
            case TOO_LARGE ->
                Fault.plain(ReasonCode.BAD_JSON, "holds a number beyond the range of a double", "Send it as a string.");
            case ROUNDED ->
                Fault.plain(
                        ReasonCode.PRECISION_LOSS,
                        "holds a number that MySQL's JSON would round: it keeps 64 bits of a whole number and some 16 digits of any other",
                        "Round it before sending, or send it as a string.");
        };
    }

    private Fault tooDeep() {
        return Fault.plain(
                ReasonCode.BAD_JSON,
                "holds a document of more than %d levels, which MySQL refuses".formatted(LEVELS),
                "Send a flatter one, or send it as a string.");
    }

    private Fault malformed() {
        return Fault.of(ReasonCode.BAD_JSON, "one JSON document with no key twice", null, value, "Mend the document.");
    }
}
