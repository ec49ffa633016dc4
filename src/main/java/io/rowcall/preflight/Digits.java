package io.rowcall.preflight;

import org.jspecify.annotations.Nullable;

/**
 * A decimal number as written, 0.<i>digits</i> × 10^<i>point</i>. Its value is never expanded: 1e200000000 costs no more
 * than its eleven characters.
 *
 * @param digits without zeros at either end; empty for zero
 * @param point how many digits stand before the decimal point; negative where zeros follow it; 0 for zero
 */
record Digits(boolean negative, String digits, long point) {

    /** Beyond any column's range, and far from where sums of exponents overflow. */
    private static final long FAR = 1_000_000_000_000L;

    private static final Digits ZERO = new Digits(false, "", 0);

    /**
     * Reads a JSON number or a decimal text, which may also begin with a plus sign or a point, end with a point, and
     * stand between blanks and tabs: all as MySQL reads them.
     *
     * @return null where the text is no number
     */
    static @Nullable Digits parse(String text) {
        int at = 0;
        int end = text.length();
        while (at < end && blank(text.charAt(at))) {
            at++;
        }
        while (end > at && blank(text.charAt(end - 1))) {
            end--;
        }
        boolean negative = at < end && text.charAt(at) == '-';
        if (negative || (at < end && text.charAt(at) == '+')) {
            at++;
        }
        int point = afterDigits(text, at, end);
        int exponent = point < end && text.charAt(point) == '.' ? afterDigits(text, point + 1, end) : point;
        String written = exponent == point
                ? text.substring(at, point)
                : text.substring(at, point).concat(text.substring(point + 1, exponent));
        if (written.isEmpty()) {
            return null;
        }
        long shift = 0;
        if (exponent < end) {
            Long read = exponent(text, exponent, end);
            if (read == null) {
                return null;
            }
            shift = read;
        }
        return of(negative, written, point - at + shift);
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int afterDigits(String text, int from, int end) {
        int at = from;
        while (at < end && digit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The exponent from its e on, or null where it is none. */
    private static @Nullable Long exponent(String text, int from, int end) {
        int at = from + 1;
        boolean negative = at < end && text.charAt(at) == '-';
        if (negative || (at < end && text.charAt(at) == '+')) {
            at++;
        }
        if ((text.charAt(from) | 0x20) != 'e' || at == end || afterDigits(text, at, end) != end) {
            return null;
        }
        long exponent = 0;
        for (; at < end; at++) {
            exponent = Math.min(exponent * 10 + (text.charAt(at) - '0'), FAR);
        }
        return negative ? -exponent : exponent;
    }

    private static Digits of(boolean negative, String written, long point) {
        int start = 0;
        int end = written.length();
        while (start < end && written.charAt(start) == '0') {
            start++;
        }
        while (end > start && written.charAt(end - 1) == '0') {
            end--;
        }
        return start == end ? ZERO : new Digits(negative, written.substring(start, end), point - start);
    }

    boolean zero() {
        return digits.isEmpty();
    }

    /** How many digits the number needs before the decimal point. */
    long before() {
        return Math.max(point, 0);
    }

    /** How many digits the number needs after the decimal point. */
    long after() {
        return Math.max(digits.length() - point, 0);
    }

    /** Compares without regard to signs. */
    int compareMagnitude(Digits other) {
        if (zero() || other.zero()) {
            return Boolean.compare(!zero(), !other.zero());
        }
        // Digits without zeros at the end compare like the numbers once their points agree: 0.1 < 0.12 < 0.2.
        return point == other.point ? digits.compareTo(other.digits) : Long.compare(point, other.point);
    }

    /**
     * The number without an exponent. For numbers known to be short.
     *
     * @param scale digits after the point, at least {@link #after}
     */
    String plain(int scale) {
        StringBuilder plain = new StringBuilder(negative ? "-" : "");
        appendPlaces(plain, 0, before());
        if (point <= 0) {
            plain.append('0');
        }
        if (scale > 0) {
            plain.append('.');
            plain.repeat('0', (int) Math.min(Math.max(-point, 0), scale));
            appendPlaces(plain, before(), before() + scale - Math.max(-point, 0));
        }
        return plain.toString();
    }

    /** The digits from one place to another, zeros where they have ended. */
    private void appendPlaces(StringBuilder plain, long from, long to) {
        for (long place = from; place < to; place++) {
            plain.append(place < digits.length() ? digits.charAt((int) place) : '0');
        }
    }
}
