package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;

/**
 * TIME, −838:59:59 to 838:59:59.
 *
 * @param digits of the fraction; the server would round more of them in silence
 */
record TimeCheck(int digits) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        String text = ValueCheck.text(value);
        if (text == null) {
            return ValueCheck.wrongType(takes(), value);
        }
        IsoReader reader = new IsoReader(text);
        boolean negative = reader.skip('-');
        if (!reader.time() || !reader.atEnd()) {
            return Fault.of(ReasonCode.BAD_DATETIME, takes(), null, value, "Send it in this form.");
        }
        if (reader.fraction.length() > digits) {
            return DateTimeCheck.tooFine(digits, takes(), value);
        }
        String time = TemporalText.time(
                        new StringBuilder(16), reader.hour, reader.minute, reader.second, reader.fraction, digits)
                .toString();
        boolean last = reader.hour == 838 && reader.minute == 59 && reader.second == 59;
        if (reader.hour > 838 || (last && !reader.fraction.isEmpty())) {
            return Fault.of(
                    ReasonCode.BAD_DATETIME,
                    "times from -838:59:59 to 838:59:59",
                    "-838:59:59 to 838:59:59",
                    value,
                    "Send a time in this range, or use a number column.");
        }
        return new Bound.Text(negative && !midnight(reader) ? "-" + time : time);
    }

    private static boolean midnight(IsoReader time) {
        return time.hour == 0 && time.minute == 0 && time.second == 0 && time.fraction.isEmpty();
    }

    private String takes() {
        return digits == 0 ? "times in the form 23:59:59" : "times in the form 23:59:59." + "9".repeat(digits);
    }
}
