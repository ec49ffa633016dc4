package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;

/** DATE. The server would cut a time off with no more than a note, so none is taken. */
final class DateCheck implements ValueCheck {

    private static final String TAKES = "dates of the calendar in the form 2024-01-31";

    @Override
    public Judgement check(Value value) {
        String text = ValueCheck.text(value);
        if (text == null) {
            return ValueCheck.wrongType(TAKES, value);
        }
        IsoReader reader = new IsoReader(text);
        return reader.date() && reader.atEnd()
                ? new Bound.Text(text)
                : Fault.of(
                        ReasonCode.BAD_DATETIME,
                        TAKES + ", without a time",
                        null,
                        value,
                        "Send such a date, or null where there is none.");
    }
}
