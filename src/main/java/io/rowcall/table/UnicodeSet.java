package io.rowcall.table;

import java.util.List;
import java.util.Optional;

/**
 * A character set that is a form of Unicode. A surrogate that stands alone is a character in none of them.
 *
 * @param last the last code point it has
 */
record UnicodeSet(String name, Form form, int last) implements CharacterSet {

    private enum Form {
        UTF8,
        UTF16,
        UTF32
    }

    private static final int LAST_OF_3_BYTES = 0xFFFF;

    static final UnicodeSet UTF8MB4 = new UnicodeSet("utf8mb4", Form.UTF8, Character.MAX_CODE_POINT);

    private static final List<UnicodeSet> ALL = List.of(
            UTF8MB4,
            new UnicodeSet("utf8mb3", Form.UTF8, LAST_OF_3_BYTES),
            new UnicodeSet("ucs2", Form.UTF16, LAST_OF_3_BYTES),
            new UnicodeSet("utf16", Form.UTF16, Character.MAX_CODE_POINT),
            new UnicodeSet("utf16le", Form.UTF16, Character.MAX_CODE_POINT),
            new UnicodeSet("utf32", Form.UTF32, Character.MAX_CODE_POINT));

    /** Empty for a character set that is no form of Unicode. */
    static Optional<CharacterSet> named(String name) {
        return ALL.stream()
                .filter(set -> set.name.equals(name))
                .<CharacterSet>map(set -> set)
                .findFirst();
    }

    @Override
    public int bytes(int codePoint) {
        if (codePoint > last || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
            return 0;
        }
        return switch (form) {
            case UTF8 -> codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            case UTF16 -> codePoint < 0x10000 ? 2 : 4;
            case UTF32 -> 4;
        };
    }

    /** Most texts are all ASCII, each character of which takes as many bytes as the next. */
    @Override
    public long bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return CharacterSet.super.bytes(text);
            }
        }
        return (long) text.length() * bytes('a');
    }
}
