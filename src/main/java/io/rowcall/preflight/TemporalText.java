package io.rowcall.preflight;

/** Dates and times as the server writes them. */
final class TemporalText {

    private TemporalText() {}

    static StringBuilder date(StringBuilder text, int year, int month, int day) {
        padded(text, year, 4).append('-');
        padded(text, month, 2).append('-');
        return padded(text, day, 2);
    }

    /**
     * @param fraction the digits sent, at most as many as the column has
     * @param digits how many the column has
     */
    static StringBuilder time(StringBuilder text, int hour, int minute, int second, String fraction, int digits) {
        padded(text, hour, 2).append(':');
        padded(text, minute, 2).append(':');
        padded(text, second, 2);
        if (digits > 0) {
            text.append('.').append(fraction).repeat('0', digits - fraction.length());
        }
        return text;
    }

    private static StringBuilder padded(StringBuilder text, int number, int width) {
        int filled = 10;
        for (int i = 1; i < width; i++) {
            if (number < filled) {
                text.append('0');
            }
            filled *= 10;
        }
        return text.append(number);
    }
}
