package io.rowcall.table;

/** A character set of MySQL: which characters it has, and how many bytes each takes. */
public interface CharacterSet {

    /** All of Unicode in one to four bytes, {@code utf8mb4}. */
    static CharacterSet utf8mb4() {
        return UnicodeSet.UTF8MB4;
    }

    /** Such as {@code utf8mb4}. */
    String name();

    /**
     * How many bytes this code point takes.
     *
     * @return 0 where the character set doesn't have it, or where it would come back as another
     */
    int bytes(int codePoint);

    /**
     * How many bytes this text takes.
     *
     * @return the number of bytes, or −1 minus the index of the first character that the character set doesn't have
     */
    default long bytes(String text) {
        long sum = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int bytes = bytes(codePoint);
            if (bytes == 0) {
                return -1L - i;
            }
            sum += bytes;
            i += Character.charCount(codePoint);
        }
        return sum;
    }
}
