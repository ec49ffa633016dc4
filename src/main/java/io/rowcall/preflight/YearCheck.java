package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;

/** YEAR. MySQL makes 2005 of 5 and 2000 of '0', so all four digits are asked for. */
final class YearCheck implements ValueCheck {

    private static final String TAKES = "years of four digits from 1901 to 2155, or 0000";

    @Override
    public Judgement check(Value value) {
        String numeral = ValueCheck.numeral(value);
        if (numeral == null) {
            return ValueCheck.wrongType(TAKES, value);
        }
        if (numeral.length() != 4 || !numeral.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Fault.of(ReasonCode.BAD_DATETIME, TAKES, null, value, "Send it in this form.");
        }
        int year = Integer.parseInt(numeral);
        if (year != 0 && (year < 1901 || year > 2155)) {
            return Fault.of(
                    ReasonCode.OUT_OF_RANGE,
                    TAKES,
                    "1901 to 2155",
                    value,
                    "Send another year, or use a SMALLINT column.");
        }
        return new Bound.Text(numeral);
    }
}
