package io.rowcall.web;

/**
 * Where the elements of a JSON array stand in its bytes, one after the other, so that rows can be answered byte for byte
 * as they were sent. The text must be known to be sound JSON.
 */
final class RowSlices {

    private final byte[] json;
    private int position;
    private int index = -1;
    private int from;
    private int to;

    /** Before the first element. */
    RowSlices(byte[] json) {
        this.json = json;
        this.position = start(json) + 1;
    }

    /** Whether the text is an array and not another JSON value. */
    static boolean isArray(byte[] json) {
        int start = start(json);
        return start < json.length && json[start] == '[';
    }

    /** The first byte that is neither white space nor part of a byte order mark. */
    private static int start(byte[] json) {
        int start = 0;
        while (start < json.length && (isSpace(json[start]) || json[start] < 0)) {
            start++;
        }
        return start;
    }

    /** Goes to the next element; false where there is none. */
    boolean next() {
        while (position < json.length && isSpace(json[position])) {
            position++;
        }
        if (position >= json.length || json[position] == ']') {
            return false;
        }
        from = position;
        int end = end();
        position = json[end] == ',' ? end + 1 : end;
        to = end;
        while (isSpace(json[to - 1])) {
            to--;
        }
        index++;
        return true;
    }

    /** The comma or bracket after the element that starts here. */
    private int end() {
        int depth = 0;
        for (int i = position; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> i = closingQuote(i);
                case '[', '{' -> depth++;
                case ']', '}' -> {
                    if (depth-- == 0) {
                        return i;
                    }
                }
                case ',' -> {
                    if (depth == 0) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("this is no JSON array");
    }

    private int closingQuote(int opening) {
        int i = opening + 1;
        while (json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Of the element, from 0. */
    int index() {
        return index;
    }

    /** Its first byte. */
    int from() {
        return from;
    }

    /** How many bytes it has. */
    int length() {
        return to - from;
    }
}
