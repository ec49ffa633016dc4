package io.rowcall.table;

/** A character set of MySQL. */
public interface CharacterSet {

    /** Such as {@code utf8mb4}. */
    String name();

    /**
     * How many bytes this code point takes.
     *
     * @return 0 where the character set doesn't have it, or where it would not come back as the same
     */
    int bytes(int codePoint);
}
