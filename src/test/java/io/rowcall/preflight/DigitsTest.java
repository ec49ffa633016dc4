package io.rowcall.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "+", "-", ".", "e1", "1e", "1e+", "1.2.3", "1 2", "--1", "0x1", "1_0", "1,5", "NaN", "1d", "٣",
                "1\n"
            })
    void otherTextsAreNoNumbers(String text) {
        assertThat(Digits.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", " +1\t", "1.", ".1e1", "01.00", "10e-1", "0.00001E+5", "1000000000000000000000e-21"})
    void oneIsOneHoweverItIsWritten(String text) {
        assertThat(Digits.parse(text)).isEqualTo(new Digits(false, "1", 1));
    }

    @Test
    void exponentsBeyondReasonCostNothing() {
        assertThat(Digits.parse("1e999999999999999999999").before()).isGreaterThan(1_000_000_000L);
        assertThat(Digits.parse("1e-999999999999999999999").after()).isGreaterThan(1_000_000_000L);
        assertThat(Digits.parse("-0e999999999999999999999")).isEqualTo(new Digits(false, "", 0));
    }

    /** A thousand random numbers, against java.math. */
    @Test
    void digitsAgreeWithBigDecimal() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            String left = number(random);
            String right = number(random);
            Digits digits = Digits.parse(left);
            BigDecimal decimal = new BigDecimal(left);
            int scale = (int) digits.after() + random.nextInt(3);
            assertThat(digits.plain(scale))
                    .as("%s with %d places, seed %d", left, scale, seed)
                    .isEqualTo(decimal.setScale(scale).toPlainString());
            assertThat(Integer.signum(digits.compareMagnitude(Digits.parse(right))))
                    .as("%s against %s, seed %d", left, right, seed)
                    .isEqualTo(decimal.abs().compareTo(new BigDecimal(right).abs()));
        }
    }

    private static String number(Random random) {
        String digits = random.nextInt(3) == 0 ? "" + random.nextInt(100) : "" + random.nextLong(1_000_000);
        int point = random.nextInt(digits.length() + 1);
        return (random.nextBoolean() ? "-" : "") + "0" + digits.substring(0, point) + "." + digits.substring(point)
                + "0e" + (random.nextInt(20) - 10);
    }
}
