package io.rowcall.sql;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of any number of rows. Most values stand in its text, so that it needs no preparing: to look for the marks in
 * a text and to bind thousands of values costs the driver more than all else that it does. Long ones, and texts that
 * are not safe in plain quotes, are {@code ?} marks to which values are bound in order. The driver prepares on the client,
 * so only {@code max_allowed_packet} bounds how many marks there are.
 */
public final class Sql {

    /** The driver makes several copies of a text to escape it; of one that is longer than this they are dear. */
    private static final int LONG_TEXT = 1 << 20;

    /** Characters or bytes of the longest value that goes into the text: a text is copied more often than what is bound. */
    private static final int LONGEST_LITERAL = 1 << 12;

    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text;
    private final List<@Nullable Object> values = new ArrayList<>();

    /** An empty statement. */
    public Sql() {
        this(256);
    }

    /** An empty statement with room for so many characters. */
    public Sql(int characters) {
        this.text = new StringBuilder(characters);
    }

    /** Adds text, which must never come from a message. */
    public Sql add(String sql) {
        text.append(sql);
        return this;
    }

    /** Adds a name in back-ticks. */
    public Sql name(String identifier) {
        return quoted(identifier, '`');
    }

    /** A text whose bytes are streamed to the server. */
    record LongText(String text) {}

    /**
     * Adds a text of a row: in quotes where it is short and no character of it needs more than that, else as a mark.
     * A long one goes to the server as a stream of bytes, which is told what they are; it is a literal all the same
     * (manual, "Character Set Introducers").
     */
    public Sql text(String value) {
        if (value.length() <= LONGEST_LITERAL && isQuotable(value)) {
            return quoted(value, '\'');
        }
        return value.length() > LONG_TEXT ? add("_utf8mb4 ?").bind(new LongText(value)) : add("?").bind(value);
    }

    /**
     * Whether to double its quotes is all that it takes, whatever the mode of the server's (manual, "String Literals"):
     * backslashes mean something in some modes only. Half a surrogate pair is no character, and left to the driver.
     */
    private static boolean isQuotable(String value) {
        int c;
        for (int i = 0; i < value.length(); i += Character.charCount(c)) {
            c = value.codePointAt(i);
            boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
            if (c == '\\' || control || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                return false;
            }
        }
        return true;
    }

    private Sql quoted(String value, char quote) {
        text.append(quote);
        int from = 0;
        for (int at = value.indexOf(quote); at >= 0; at = value.indexOf(quote, from)) {
            // Twice: at the end of this piece and at the beginning of the next.
            text.append(value, from, at + 1).append(quote);
            from = at + 1;
        }
        text.append(value, from, value.length()).append(quote);
        return this;
    }

    /** Adds a whole number of a row. */
    public Sql number(long value) {
        text.append(value);
        return this;
    }

    /** Adds bytes of a row: as hexadecimal digits where they are few, else as a mark. */
    public Sql bytes(byte[] value) {
        if (value.length > LONGEST_LITERAL) {
            return add("?").bind(value);
        }
        // Without the introducer some columns would take them for a number (manual, "Hexadecimal Literals").
        hex("_binary X'", value);
        return this;
    }

    /**
     * Adds a value for a mark that the text has.
     *
     * @param value a String, a byte array, a Long, an Integer, a LocalDateTime, or null
     */
    public Sql bind(@Nullable Object value) {
        values.add(value);
        return this;
    }

    /** Adds {@code (?, ?, …)} and a value for each mark. */
    public Sql row(@Nullable Object... row) {
        text.append('(');
        for (int i = 0; i < row.length; i++) {
            text.append(i == 0 ? "?" : ", ?");
            values.add(row[i]);
        }
        text.append(')');
        return this;
    }

    /** Adds {@code (…, …)} of {@link #literal literals}. */
    public Sql literals(@Nullable Object... row) {
        text.append('(');
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                text.append(", ");
            }
            literal(row[i]);
        }
        text.append(')');
        return this;
    }

    /**
     * Adds a value that needs no mark: bytes and texts as hexadecimal digits, which no content can break out of (manual,
     * "Hexadecimal Literals"). For many small rows that takes a fraction of what binding takes, and a statement without
     * marks need not be prepared.
     *
     * @param value an Integer, a byte array, a String, a LocalDateTime, or null
     */
    public Sql literal(@Nullable Object value) {
        switch (value) {
            case null -> text.append("NULL");
            case Integer number -> text.append(number.intValue());
            case byte[] bytes -> hex("X'", bytes);
            case String string -> hex("_utf8mb4 X'", SqlLanguage.bytes(string));
            case LocalDateTime time -> {
                text.append('\'');
                DateTimeFormatter.ISO_LOCAL_DATE_TIME.formatTo(time, text);
                text.append('\'');
            }
            default -> throw new IllegalArgumentException("no literal for a " + value.getClass());
        }
        return this;
    }

    private void hex(String opening, byte[] bytes) {
        HEX.formatHex(text.append(opening), bytes).append('\'');
    }

    /** The name in back-ticks, as MySQL quotes identifiers (manual, "Schema Object Names"). The one place that does. */
    public static String quoted(String identifier) {
        return new Sql().name(identifier).text();
    }

    String text() {
        return text.toString();
    }

    /** Whether it has a mark, so that it must be prepared. */
    public boolean isBound() {
        return !values.isEmpty();
    }

    List<@Nullable Object> values() {
        return values;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
