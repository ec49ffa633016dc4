package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import io.rowcall.table.ColumnType;

/** DECIMAL. The server would round what has too many digits, with no more than a note. */
record DecimalCheck(ColumnType.Decimal type) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        String numeral = ValueCheck.numeral(value);
        Digits digits = numeral == null ? null : Digits.parse(numeral);
        if (digits == null) {
            return ValueCheck.wrongType(takes(), value);
        }
        if (digits.before() > type.precision() - type.scale() || (type.unsigned() && digits.negative())) {
            return Fault.of(
                    ReasonCode.OUT_OF_RANGE,
                    takes(),
                    range(),
                    value,
                    "Send a number in this range, or widen the column.");
        }
        if (digits.after() > type.scale()) {
            return Fault.of(
                    ReasonCode.PRECISION_LOSS,
                    takes(),
                    type.scale() + " fraction digits",
                    value,
                    "Round it before sending, or widen the column.");
        }
        return new Bound.Text(digits.plain(type.scale()));
    }

    private String takes() {
        return "numbers from %s with at most %d fraction digits".formatted(range(), type.scale());
    }

    private String range() {
        String most = "9".repeat(type.precision() - type.scale());
        String highest = (most.isEmpty() ? "0" : most) + (type.scale() > 0 ? "." + "9".repeat(type.scale()) : "");
        return (type.unsigned() ? "0" : "-" + highest) + " to " + highest;
    }
}
