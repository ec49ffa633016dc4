package io.rowcall.preflight;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;

/** What MySQL's JSON makes of a number: whole ones of 64 bits stay as they are, everything else becomes a double. */
enum JsonNumber {
    KEPT,
    /** Comes back as another number. */
    ROUNDED,
    /** MySQL error 3140. */
    TOO_LARGE;

    private static final Digits LEAST_LONG = digits(String.valueOf(Long.MIN_VALUE));
    private static final Digits MOST_UNSIGNED =
            digits(BigInteger.TWO.pow(64).subtract(BigInteger.ONE).toString());

    /** The exponent above which MySQL refuses even a zero. */
    private static final int MOST_EXPONENT = 308;

    static JsonNumber of(String literal) {
        Digits digits = digits(literal);
        int exponent = Math.max(literal.indexOf('e'), literal.indexOf('E'));
        boolean whole = exponent < 0 && literal.indexOf('.') < 0;
        if (whole && digits.compareMagnitude(digits.negative() ? LEAST_LONG : MOST_UNSIGNED) <= 0) {
            return KEPT;
        }
        double kept = Double.parseDouble(literal);
        boolean strangeZero = digits.zero()
                && exponent > 0
                && digits("1" + literal.substring(exponent)).point() > MOST_EXPONENT + 1;
        if (Double.isInfinite(kept) || strangeZero) {
            return TOO_LARGE;
        }
        return digits.equals(shortest(kept)) ? KEPT : ROUNDED;
    }

    /** The fewest digits that tell this double from others, as MySQL writes it. */
    private static Digits shortest(double kept) {
        if (Math.abs(kept) < Double.MIN_NORMAL) {
            // Here one digit may do, where Java writes two.
            BigDecimal one = new BigDecimal(kept).round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == kept) {
                return digits(one.toString());
            }
        }
        return digits(Double.toString(kept));
    }

    private static Digits digits(String number) {
        return Objects.requireNonNull(Digits.parse(number));
    }
}
