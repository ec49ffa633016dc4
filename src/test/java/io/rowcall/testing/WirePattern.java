package io.rowcall.testing;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of bytes that means something in a protocol. Encrypted links show none: see {@link MySqlServer#through}.
 *
 * @param name for people
 * @param regex over the bytes, each taken as one ISO 8859-1 character
 */
public record WirePattern(String name, Pattern regex) {

    /** The longest run that is found when it comes in several reads. */
    static final int LONGEST = 512;

    /**
     * A MySQL text query (COM_QUERY) that is exactly this, upper or lower case, such as {@code commit}: the end of the
     * packet's length is zero, then sequence 0, the command 3 and, where the client speaks of query attributes, their
     * count 0 and set count 1.
     */
    public static WirePattern mysqlQuery(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.ISO_8859_1);
        if (text.length > 200) {
            throw new IllegalArgumentException("only short queries: the packet's length must be one byte");
        }
        String length = "(?:" + hex(text.length + 1) + "\\x00\\x00\\x00\\x03|" + hex(text.length + 3)
                + "\\x00\\x00\\x00\\x03\\x00\\x01)";
        return new WirePattern(
                "MySQL query " + sql, Pattern.compile(length + "(?i:" + Pattern.quote(sql) + ")", Pattern.DOTALL));
    }

    /** The start of a MySQL text query, such as {@code INSERT INTO}, upper or lower case. */
    public static WirePattern mysqlQueryStarting(String sql) {
        return new WirePattern(
                "MySQL query " + sql + " …",
                Pattern.compile("\\x00\\x03(?:\\x00\\x01)?\\s*(?i:" + Pattern.quote(sql) + ")", Pattern.DOTALL));
    }

    /** An AMQP 0-9-1 method frame on any channel, by class and method number of the specification. */
    public static WirePattern amqpMethod(String name, int classId, int methodId) {
        String frame = "\\x01(?!\\x00\\x00)..\\x00\\x00..\\x00" + hex(classId) + "\\x00" + hex(methodId);
        return new WirePattern("AMQP " + name, Pattern.compile(frame, Pattern.DOTALL));
    }

    /** {@code basic.publish}; its header and body frames follow. */
    public static WirePattern amqpPublish() {
        return amqpMethod("basic.publish", 60, 40);
    }

    /** {@code basic.ack}: to the server a consumer's, to the client a confirm. */
    public static WirePattern amqpAck() {
        return amqpMethod("basic.ack", 60, 80);
    }

    /** These characters, wherever they stand. */
    public static WirePattern text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new WirePattern(text, Pattern.compile(Pattern.quote(new String(utf8, StandardCharsets.ISO_8859_1))));
    }

    Matcher in(byte[] bytes, int length) {
        return regex.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }

    private static String hex(int value) {
        return "\\x%02x".formatted(value);
    }
}
