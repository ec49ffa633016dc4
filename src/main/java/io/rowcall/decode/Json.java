package io.rowcall.decode;

import io.rowcall.batch.Target;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON parser as Rowcall sets it up, one for each batch: a parser's table of names outlives its documents, so a
 * shared one would keep the names that strangers send.
 */
final class Json {

    /** Bounds the parser's own memory; {@link Target.Limits#depth} is judged by {@link JsonValues} and lies below. */
    static final int MAX_DEPTH = 10_000;

    /** MySQL keeps the length of a key in two bytes. */
    private static final int MAX_NAME = 65_535;

    /** Where the parser's messages turn to those who program it. */
    private static final String[] HINTS = {
        " (start marker at", " (for ", ": enable `", ": maybe a (non-standard)", " (JSON String, Number"
    };

    private static final JsonFactory SETTINGS = JsonFactory.builder()
            // The body is known to be UTF-8; guessing would read a line that starts with a NUL as UTF-16.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME)
                    // Numbers too long fail their row, not the body.
                    .maxStringLength(RowReader.MAX_ROW)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonFactory factory = SETTINGS.copy();

    JsonParser parser(InputStream in) {
        return factory.createParser(ObjectReadContext.empty(), in);
    }

    JsonParser parser(byte[] bytes, int from, int to) {
        return factory.createParser(ObjectReadContext.empty(), bytes, from, to - from);
    }

    /** The refusal of a body that the parser can't read. The parser quotes a word that it doesn't know. */
    static RefusedException refusal(JacksonException e, Target target) {
        if (e instanceof StreamConstraintsException && what(e).startsWith("String")) {
            return RowReader.rowTooLarge();
        }
        return e instanceof StreamConstraintsException
                ? RefusedException.tooLarge(Words.of(
                        "the body is nested deeper than %,d levels, or names a key of more than %,d characters; send flatter values with shorter keys",
                        MAX_DEPTH, MAX_NAME))
                : RefusedException.malformed("the body is no JSON that can be read: " + where(e)
                        + (target.showsAll() ? ": " + what(e) : "") + "; mend it and send the whole batch again");
    }

    private static String where(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? "somewhere" : "line " + location.getLineNr() + ", " + column(e);
    }

    static String column(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? "somewhere" : "column " + location.getColumnNr();
    }

    /** What the parser says, without its hints to programmers. */
    static String what(JacksonException e) {
        String message = e.getOriginalMessage();
        for (String hint : HINTS) {
            int at = message.indexOf(hint);
            message = at < 0 ? message : message.substring(0, at);
        }
        return Excerpt.plain(message, 120);
    }
}
