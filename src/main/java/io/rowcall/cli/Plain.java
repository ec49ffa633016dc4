package io.rowcall.cli;

/** Text from elsewhere on a terminal: messages echo data, and data may hold escape sequences. */
public final class Plain {

    /** The text with every control character replaced. */
    public static String text(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Plain() {}
}
