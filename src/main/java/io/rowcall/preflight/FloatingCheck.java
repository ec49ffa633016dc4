package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import io.rowcall.table.ColumnType;
import io.rowcall.table.ColumnType.Rounding;

/** FLOAT and DOUBLE. They take the nearest value there is, but neither infinity nor zero for a number that is neither. */
record FloatingCheck(ColumnType.Floating type) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        String numeral = ValueCheck.numeral(value);
        Digits digits = numeral == null ? null : Digits.parse(numeral);
        if (numeral == null || digits == null) {
            return ValueCheck.wrongType("numbers", value);
        }
        if (type.unsigned() && digits.negative()) {
            return outOfRange("numbers that are not negative", value);
        }
        Rounding rounding = type.rounding();
        return rounding == null ? nearest(numeral, digits, value) : rounded(digits, rounding, value);
    }

    private Judgement nearest(String numeral, Digits digits, Value value) {
        // The server reads a double and then makes a float of it, which rounds twice. The float's own value, written as
        // a double, is rounded no more.
        double nearest = type.single() ? Float.parseFloat(numeral) : Double.parseDouble(numeral);
        double most = type.single() ? Float.MAX_VALUE : Double.MAX_VALUE;
        if (Double.isInfinite(nearest)) {
            return outOfRange("numbers from -%s to %s".formatted(most, most), value);
        }
        if (nearest == 0 && !digits.zero()) {
            double least = type.single() ? Float.MIN_VALUE : Double.MIN_VALUE;
            return outOfRange("0 and numbers of at least %s in size".formatted(least), value);
        }
        return new Bound.Text(Double.toString(nearest));
    }

    /** FLOAT(m,d) shows and keeps d fraction digits, much as a DECIMAL does. */
    private Judgement rounded(Digits digits, Rounding rounding, Value value) {
        int before = rounding.precision() - rounding.scale();
        if (digits.before() > before) {
            return outOfRange("numbers with at most %d digits before the point".formatted(before), value);
        }
        if (digits.after() > rounding.scale()) {
            return Fault.of(
                    ReasonCode.PRECISION_LOSS,
                    "numbers with at most %d fraction digits".formatted(rounding.scale()),
                    rounding.scale() + " fraction digits",
                    value,
                    "Round it before sending, or use a DECIMAL column.");
        }
        return new Bound.Text(digits.plain(rounding.scale()));
    }

    private static Fault outOfRange(String takes, Value value) {
        return Fault.of(
                ReasonCode.OUT_OF_RANGE, takes, takes, value, "Send a number in this range, or use another type.");
    }
}
