package io.rowcall.decode;

import io.rowcall.batch.Value;
import java.util.List;

/** Compact JSON text, written as the producer wrote it: numbers by their own digits, keys in their own order. */
final class JsonText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** The row as an object; a name may stand in it twice. */
    static String object(List<String> names, List<Value> values) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < names.size(); i++) {
            separate(json, 0);
            quote(names.get(i), json);
            append(values.get(i), json.append(':'));
        }
        return json.append('}').toString();
    }

    /** The values as an array that is still open. */
    static StringBuilder openArray(List<Value> values) {
        StringBuilder json = new StringBuilder("[");
        for (Value value : values) {
            separate(json, 0);
            append(value, json);
        }
        return json;
    }

    static StringBuilder append(Value value, StringBuilder json) {
        return switch (value) {
            case Value.Text string -> quote(string.text(), json);
            case Value.Field field -> quote(field.text(), json);
            case Value.Num number -> json.append(number.literal());
            case Value.Json nested -> json.append(nested.json());
            case Value.Bool bool -> json.append(bool == Value.Bool.TRUE);
            case Value.Null ignored -> json.append("null");
        };
    }

    /** Appends the comma before a value or key that is not the first of its array or object. */
    static void separate(StringBuilder json, int start) {
        // A string ends with a quote, so these three can't be the end of a value.
        if (json.length() > start && "[{:".indexOf(json.charAt(json.length() - 1)) < 0) {
            json.append(',');
        }
    }

    /** Appends the text as a string; halves of surrogate pairs stay the escapes that they must have been. */
    static StringBuilder quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || isLoneSurrogate(text, i)) {
                json.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && isLoneSurrogate(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** Whether a well-formed number has an exponent larger than this, either way, judged without writing it out. */
    static boolean exponentExceeds(String literal, int limit) {
        int e = Math.max(literal.indexOf('e'), literal.indexOf('E'));
        if (e < 0) {
            return false;
        }
        int exponent = 0;
        for (int i = e + 1; i < literal.length(); i++) {
            char digit = literal.charAt(i);
            if (digit != '+' && digit != '-') {
                exponent = exponent * 10 + (digit - '0');
                if (exponent > limit) {
                    return true;
                }
            }
        }
        return false;
    }

    private JsonText() {}
}
