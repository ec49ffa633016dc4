package io.rowcall.apply;

import static io.rowcall.batch.ReasonCode.DUPLICATE_IN_BATCH;
import static io.rowcall.batch.ReasonCode.DUPLICATE_KEY;
import static io.rowcall.batch.ReasonCode.NOT_NULL;
import static io.rowcall.batch.ReasonCode.TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Counts;
import io.rowcall.batch.ReasonCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrakeTest {

    private final Brake brake = new Brake(ApplySettings.brake(95, 1_000, 20));

    @Test
    void twentyBatchesThatFailWithOneCodeBrake() {
        assertThat(add(19, 100, 95, TOO_LONG)).isNull();
        assertThat(add(1, 100, 95, TOO_LONG))
                .isEqualTo(
                        "1,900 of the last 2,000 rows, in 20 batches, failed with TOO_LONG; correct what sends them, or"
                                + " the table, then resume the target");
    }

    @Test
    void oneRowFewerDoesNot() {
        assertThat(add(19, 100, 95, TOO_LONG)).isNull();
        assertThat(add(1, 100, 94, TOO_LONG)).isNull();
    }

    @Test
    void fewRowsDoNotHoweverManyBatchesBringThem() {
        assertThat(add(999, 1, 1, TOO_LONG)).isNull();
        assertThat(add(1, 1, 1, TOO_LONG)).isNotNull();
    }

    @Test
    void oneBadFileDoesNot() {
        assertThat(add(1, 1_000_000, 1_000_000, TOO_LONG)).isNull();
        assertThat(add(18, 10, 0, TOO_LONG)).isNull();
    }

    @Test
    void severalCausesDoNot() {
        for (int i = 0; i < 50; i++) {
            assertThat(add(1, 100, 100, i % 2 == 0 ? TOO_LONG : NOT_NULL)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DUPLICATE_KEY", "DUPLICATE_IN_BATCH"})
    void repeatedImportsDoNot(ReasonCode code) {
        assertThat(add(100, 100, 100, code)).isNull();
    }

    @Test
    void everyOtherCodeBrakes() {
        for (ReasonCode code : ReasonCode.values()) {
            Brake own = new Brake(ApplySettings.brake(95, 100, 20));
            String why = null;
            for (int i = 0; i < 20; i++) {
                why = own.add(applied(10, 10, code));
            }
            assertThat(why != null)
                    .as("%s brakes", code)
                    .isEqualTo(code != DUPLICATE_KEY && code != DUPLICATE_IN_BATCH);
        }
    }

    @Test
    void onlyTheLastRowsCount() {
        add(100, 100, 0, TOO_LONG);
        assertThat(add(18, 100, 100, TOO_LONG)).isNull();
        assertThat(add(1, 100, 100, TOO_LONG)).startsWith("1,900 of the last 2,000 rows");
    }

    @Test
    void aReleasedBrakeBeginsAnew() {
        add(20, 100, 100, TOO_LONG);
        brake.release();
        assertThat(add(19, 100, 100, TOO_LONG)).isNull();
        assertThat(add(1, 100, 100, TOO_LONG)).isNotNull();
    }

    @Test
    void emptyBatchesSayNothing() {
        add(19, 100, 100, TOO_LONG);
        assertThat(add(100, 0, 0, TOO_LONG)).isNull();
        assertThat(add(1, 100, 100, TOO_LONG)).isNotNull();
    }

    @Test
    void zeroPercentTurnsItOff() {
        Brake off = new Brake(ApplySettings.brake(0, 1, 1));
        assertThat(off.add(applied(1_000, 1_000, TOO_LONG))).isNull();
    }

    /** The last of so many batches' answer; those before it must not brake. */
    private @Nullable String add(int batches, int rows, int failed, ReasonCode code) {
        String why = null;
        for (int i = 0; i < batches; i++) {
            why = brake.add(applied(rows, failed, code));
        }
        return why;
    }

    private static BatchEvent.Applied applied(int rows, int failed, ReasonCode code) {
        return new BatchEvent.Applied(
                "users", new Counts(rows, rows - failed, 0, 0, failed), failed == 0 ? Map.of() : Map.of(code, failed));
    }
}
