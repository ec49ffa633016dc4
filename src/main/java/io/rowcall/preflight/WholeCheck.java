package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import io.rowcall.table.ColumnType;
import java.math.BigInteger;
import java.util.Objects;

/** TINYINT to BIGINT. Numbers such as 1.0 and 1e3 are whole; 2.5 would be rounded in silence and is refused. */
final class WholeCheck implements ValueCheck {

    /** So many digits always fit a long. */
    private static final int DIGITS_OF_A_LONG = 18;

    private final boolean bool;
    private final long min;
    private final long max;
    private final Digits least;
    private final Digits most;
    private final String range;

    WholeCheck(ColumnType.Whole type) {
        BigInteger size = BigInteger.TWO.pow(type.unsigned() ? type.bits() : type.bits() - 1);
        BigInteger lowest = type.unsigned() ? BigInteger.ZERO : size.negate();
        BigInteger highest = size.subtract(BigInteger.ONE);
        this.bool = type.bool();
        this.min = lowest.longValueExact();
        this.max = highest.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
        this.least = Objects.requireNonNull(Digits.parse(lowest.toString()));
        this.most = Objects.requireNonNull(Digits.parse(highest.toString()));
        this.range = lowest + " to " + highest;
    }

    @Override
    public Judgement check(Value value) {
        if (bool) {
            Judgement truth = Truth.of(value);
            if (truth != null) {
                return truth;
            }
        }
        String numeral = ValueCheck.numeral(value);
        if (numeral == null) {
            return ValueCheck.wrongType(takes(), value);
        }
        return canonical(numeral) && within(numeral) ? new Bound.Text(numeral) : exactly(numeral, value);
    }

    private Judgement exactly(String numeral, Value value) {
        Digits digits = Digits.parse(numeral);
        if (digits == null) {
            return ValueCheck.wrongType(takes(), value);
        }
        if (digits.after() > 0) {
            return Fault.of(
                    ReasonCode.PRECISION_LOSS,
                    takes(),
                    range,
                    value,
                    "Round it before sending, or use a DECIMAL column.");
        }
        if (digits.compareMagnitude(digits.negative() ? least : most) > 0) {
            return Fault.of(
                    ReasonCode.OUT_OF_RANGE,
                    takes(),
                    range,
                    value,
                    "Send a number in this range, or widen the column.");
        }
        return new Bound.Text(digits.plain(0));
    }

    private String takes() {
        return "whole numbers from " + range;
    }

    /** Digits as the server writes them, and so few that they fit a long: nearly all numbers are of this kind. */
    private static boolean canonical(String numeral) {
        int start = numeral.startsWith("-") ? 1 : 0;
        int digits = numeral.length() - start;
        if (digits < 1 || digits > DIGITS_OF_A_LONG || (numeral.charAt(start) == '0' && numeral.length() > 1)) {
            return false;
        }
        for (int i = start; i < numeral.length(); i++) {
            if (numeral.charAt(i) < '0' || numeral.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private boolean within(String canonical) {
        long number = Long.parseLong(canonical);
        return number >= min && number <= max;
    }
}
