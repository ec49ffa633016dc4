package io.rowcall.preflight;

import io.rowcall.batch.Value;

/** Data as messages show it: at most {@value #LENGTH} characters, nothing that could break a line of a log. */
final class Excerpt {

    static final int LENGTH = 100;

    private Excerpt() {}

    /** Text between quotation marks, anything else as JSON writes it. */
    static String of(Value value) {
        return switch (value) {
            case Value.Text text -> quoted(text.text());
            case Value.Field field -> quoted(field.text());
            case Value.Num number -> of(number.literal());
            case Value.Bool bool -> bool == Value.Bool.TRUE ? "true" : "false";
            case Value.Json json -> of(json.json());
            case Value.Null unused -> "null";
        };
    }

    private static String quoted(String text) {
        return "'" + of(text) + "'";
    }

    /** The beginning of a text, with control and other invisible characters written as {@code \}{@code uXXXX}. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        int i = 0;
        while (i < text.length() && shown.length() < LENGTH) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (visible(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                shown.append("\\u").append("%04X".formatted(codePoint));
            }
        }
        return i < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static boolean visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
