package io.rowcall.sql;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of any number of rows: its text with {@code ?} marks, and what is bound to them in order. The driver
 * prepares on the client, so only {@code max_allowed_packet} bounds how many marks there are.
 */
public final class Sql {

    /** The driver makes several copies of a text to escape it; of one that is longer than this they are dear. */
    private static final int LONG_TEXT = 1 << 20;

    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text;
    private final List<@Nullable Object> values;

    /** An empty statement. */
    public Sql() {
        this(256, 16);
    }

    /** An empty statement with room for so many characters and values. */
    public Sql(int characters, int values) {
        this.text = new StringBuilder(characters);
        this.values = new ArrayList<>(values);
    }

    /** Adds text, which must never come from a message. */
    public Sql add(String sql) {
        text.append(sql);
        return this;
    }

    /** Adds a name in back-ticks. */
    public Sql name(String identifier) {
        text.append(quoted(identifier));
        return this;
    }

    /** A text whose bytes are streamed to the server. */
    record LongText(String text) {}

    /**
     * Adds a mark and its text. A long one goes to the server as a stream of bytes, which is told what they are; it is
     * a literal all the same (manual, "Character Set Introducers").
     */
    public Sql text(String value) {
        return value.length() > LONG_TEXT ? add("_utf8mb4 ?").bind(new LongText(value)) : add("?").bind(value);
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
        return "`" + identifier.replace("`", "``") + "`";
    }

    String text() {
        return text.toString();
    }

    List<@Nullable Object> values() {
        return values;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
