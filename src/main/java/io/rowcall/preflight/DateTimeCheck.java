package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import java.time.LocalDateTime;

/**
 * DATETIME, which is a date and a time and nothing more, and TIMESTAMP, which is a moment: with an offset from UTC, or
 * without one for UTC itself. A date alone is its midnight.
 *
 * @param digits of the fraction; the server would round more of them in silence
 * @param moment whether it is TIMESTAMP
 */
record DateTimeCheck(int digits, boolean moment) implements ValueCheck {

    /** What TIMESTAMP holds; 1970-01-01 00:00:00 is its zero and no moment. */
    private static final String FIRST = "1970-01-01 00:00:01";

    private static final String LAST = "2038-01-19 03:14:07.999999";

    @Override
    public Judgement check(Value value) {
        String text = ValueCheck.text(value);
        if (text == null) {
            return ValueCheck.wrongType(takes(), value);
        }
        IsoReader reader = new IsoReader(text);
        boolean read = reader.date() && (reader.atEnd() || ((reader.skip('T') || reader.skip(' ')) && timed(reader)));
        if (!read || !reader.atEnd()) {
            return Fault.of(
                    ReasonCode.BAD_DATETIME,
                    takes(),
                    null,
                    value,
                    "Send it in this form, or null where there is none.");
        }
        if (reader.fraction.length() > digits) {
            return tooFine(digits, takes(), value);
        }
        String canonical = canonical(reader);
        if (moment && (canonical.compareTo(FIRST) < 0 || canonical.compareTo(LAST) > 0)) {
            return Fault.of(
                    ReasonCode.BAD_DATETIME,
                    "moments from %s to %s UTC".formatted(FIRST, LAST),
                    FIRST + " to " + LAST,
                    value,
                    "Send a moment in this range, or use a DATETIME column.");
        }
        return new Bound.Text(canonical);
    }

    static Fault tooFine(int digits, String takes, Value value) {
        return Fault.of(
                ReasonCode.BAD_DATETIME,
                "%s, with at most %d fraction digits".formatted(takes, digits),
                digits + " fraction digits",
                value,
                "Round it before sending, or widen the column.");
    }

    private boolean timed(IsoReader reader) {
        return reader.timeOfDay() && (reader.atEnd() || (moment && reader.offset()));
    }

    private String canonical(IsoReader reader) {
        if (reader.offsetMinutes == 0) {
            return written(
                    reader.year, reader.month, reader.day, reader.hour, reader.minute, reader.second, reader.fraction);
        }
        LocalDateTime utc = LocalDateTime.of(reader.year, reader.month, reader.day, reader.hour, reader.minute)
                .minusMinutes(reader.offsetMinutes);
        return written(
                utc.getYear(),
                utc.getMonthValue(),
                utc.getDayOfMonth(),
                utc.getHour(),
                utc.getMinute(),
                reader.second,
                reader.fraction);
    }

    private String written(int year, int month, int day, int hour, int minute, int second, String fraction) {
        StringBuilder text = new StringBuilder(26);
        TemporalText.date(text, year, month, day).append(' ');
        return TemporalText.time(text, hour, minute, second, fraction, digits).toString();
    }

    private String takes() {
        return moment
                ? "moments in the form 2024-01-31T23:59:59Z or 2024-01-31T23:59:59+02:00"
                : "dates with times in the form 2024-01-31T23:59:59, without an offset";
    }
}
