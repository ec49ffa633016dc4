package io.rowcall.batch;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Text that others wrote, made fit for a line of a log: control and format characters, line separators and halves of
 * surrogate pairs are written as {@code \}{@code u001b}, and no more than {@value #LONGEST} characters are shown.
 */
public final class OneLine {

    private static final int LONGEST = 500;
    private static final HexFormat HEX = HexFormat.of();

    /** The text; what is null reads {@code null}. */
    public static String of(@Nullable Object text) {
        String given = String.valueOf(text);
        StringBuilder shown = new StringBuilder(Math.min(given.length(), LONGEST) + 8);
        int at = 0;
        while (at < given.length() && shown.length() < LONGEST) {
            int character = given.codePointAt(at);
            at += Character.charCount(character);
            if (isHarmless(character)) {
                shown.appendCodePoint(character);
            } else {
                for (char unit : Character.toChars(character)) {
                    shown.append("\\u").append(HEX.toHexDigits(unit));
                }
            }
        }
        return at < given.length() ? shown.append('…').toString() : shown.toString();
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private OneLine() {}
}
