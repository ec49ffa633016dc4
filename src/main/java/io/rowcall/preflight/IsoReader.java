package io.rowcall.preflight;

/**
 * Reads dates and times in the extended form of ISO 8601 (RFC 3339, and as java.time writes them), from left to right.
 * A fraction's zeros at the end count for nothing.
 */
final class IsoReader {

    private final String text;
    private int at;

    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
    String fraction = "";
    int offsetMinutes;

    IsoReader(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Takes this character if it comes next. */
    boolean skip(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    /** A date that the calendar has, {@code YYYY-MM-DD}. */
    boolean date() {
        year = digits(4);
        boolean read = year >= 0 && skip('-') && (month = digits(2)) >= 0 && skip('-') && (day = digits(2)) >= 0;
        return read && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(month);
    }

    /** MySQL holds the year 0, unlike other years that 4 divides, for a year without a 29th of February. */
    private int daysOf(int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) && year != 0 ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** A time of day, {@code hh:mm} with seconds and their fraction or without. */
    boolean timeOfDay() {
        hour = digits(2);
        return hour >= 0 && hour <= 23 && minutes();
    }

    /** A time as long as MySQL takes it, with two or three digits of hours. */
    boolean time() {
        hour = digits(3);
        if (hour < 0) {
            hour = digits(2);
        }
        return hour >= 0 && minutes();
    }

    private boolean minutes() {
        if (!skip(':') || (minute = digits(2)) < 0 || minute > 59) {
            return false;
        }
        if (!skip(':')) {
            return true;
        }
        second = digits(2);
        return second >= 0 && second <= 59 && (!skip('.') || fraction());
    }

    private boolean fraction() {
        int start = at;
        while (at < text.length() && digit(text.charAt(at))) {
            at++;
        }
        int end = at;
        while (end > start && text.charAt(end - 1) == '0') {
            end--;
        }
        fraction = text.substring(start, end);
        return at > start;
    }

    /** An offset from UTC that is in use somewhere: {@code Z}, {@code ±hh:mm}, {@code ±hhmm} or {@code ±hh}. */
    boolean offset() {
        if (skip('Z')) {
            return true;
        }
        int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
        int hours = digits(2);
        if (sign == 0 || hours < 0) {
            return false;
        }
        boolean minutesFollow = skip(':') || !atEnd();
        int minutes = minutesFollow ? digits(2) : 0;
        offsetMinutes = sign * (hours * 60 + minutes);
        return minutes >= 0 && minutes <= 59 && Math.abs(offsetMinutes) <= 14 * 60;
    }

    /** The number that so many digits make, or −1, and nothing taken, where there are fewer. */
    private int digits(int count) {
        if (at + count > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = at; i < at + count; i++) {
            if (!digit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + (text.charAt(i) - '0');
        }
        at += count;
        return number;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
