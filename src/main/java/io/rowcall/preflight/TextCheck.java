package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import io.rowcall.table.CharacterSet;

/**
 * CHAR, VARCHAR and TEXT. The server cuts trailing spaces off to make a text fit, with no more than a note; here they
 * count. A number is taken in the digits in which it was sent.
 *
 * @param limit in characters, or in bytes of the character set
 * @param inBytes which of the two; TEXT counts bytes
 * @param dropsSpaces whether it is CHAR, which gives a text back without the spaces at its end
 */
record TextCheck(CharacterSet characterSet, long limit, boolean inBytes, boolean dropsSpaces) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        String text = ValueCheck.numeral(value);
        if (text == null) {
            return ValueCheck.wrongType("text", value);
        }
        long bytes = characterSet.bytes(text);
        if (bytes < 0) {
            return unknown(text, (int) (-1 - bytes));
        }
        if (inBytes ? bytes > limit : text.length() > limit && characters(text) > limit) {
            return Fault.ofSize(
                    ReasonCode.TOO_LONG,
                    inBytes ? "bytes of " + characterSet.name() : "characters",
                    limit,
                    inBytes ? bytes : characters(text),
                    "Shorten it, or widen the column.");
        }
        if (dropsSpaces && text.endsWith(" ")) {
            return Fault.plain(
                    ReasonCode.PRECISION_LOSS,
                    "drops spaces at the end, and this value ends with one",
                    "Remove them before sending, or make the column VARCHAR.");
        }
        return new Bound.Text(text);
    }

    private Fault unknown(String text, int index) {
        int codePoint = text.codePointAt(index);
        String character = "%s (U+%04X)".formatted(Excerpt.of(Character.toString(codePoint)), codePoint);
        return new Fault(
                ReasonCode.BAD_CHARSET,
                "is kept in %s, which doesn't have the character at position %d"
                        .formatted(characterSet.name(), text.codePointCount(0, index) + 1),
                characterSet.name(),
                character,
                ", " + character,
                "Replace it, or make the column utf8mb4.");
    }

    private static long characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
