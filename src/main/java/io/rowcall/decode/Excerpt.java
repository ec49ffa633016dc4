package io.rowcall.decode;

/**
 * Data inside messages: short, on one line, and harmless to logs and terminals. Control and format characters, line and
 * paragraph separators and halves of surrogate pairs are written as {@code \}{@code u001b}.
 */
final class Excerpt {

    /** Enough to recognise a value by, and little enough for several in one message. */
    private static final int LIMIT = 60;

    /** The text in double quotes. */
    static String quoted(String text) {
        return '"' + plain(text, LIMIT) + '"';
    }

    /** At most {@code limit} characters of the text, not counting what escapes add. */
    static String plain(String text, int limit) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), limit) + 8);
        int at = 0;
        while (at < text.length() && at < limit) {
            int character = text.codePointAt(at);
            if (harmless(character)) {
                shown.appendCodePoint(character);
            } else {
                escape(character, shown);
            }
            at += Character.charCount(character);
        }
        return at < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static boolean harmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void escape(int character, StringBuilder shown) {
        for (char unit : Character.toChars(character)) {
            shown.append("\\u%04x".formatted((int) unit));
        }
    }

    private Excerpt() {}
}
