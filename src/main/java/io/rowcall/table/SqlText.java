package io.rowcall.table;

/** How information_schema writes characters that it doesn't show as they are. */
final class SqlText {

    private SqlText() {}

    /** The character that a backslash and this one stand for. */
    static char escaped(char c) {
        return switch (c) {
            case '0' -> '\0';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'Z' -> '\032';
            default -> c;
        };
    }

    /** Text without one level of backslashes. */
    static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' && i + 1 < text.length() ? escaped(text.charAt(++i)) : c);
        }
        return plain.toString();
    }
}
