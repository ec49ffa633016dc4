package io.rowcall.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void withoutOptionsEverythingIsMeasured() {
        Options options = Options.of();

        assertThat(options.keys()).containsExactly(Key.values());
        assertThat(options.scale()).isEqualTo(Scale.FULL);
        assertThat(options.ledger()).isEqualTo(10_000_000);
    }

    @Test
    void quickLeavesOutWhatTakesLong() {
        Options options = Options.of("--quick");

        assertThat(options.keys())
                .contains(Key.CLEAN_1000, Key.CLEAN_1, Key.INSERT_1000, Key.BAD_50PCT, Key.USUAL_WAY_1PCT, Key.LATENCY)
                .doesNotContain(Key.LEDGER_10M, Key.CLEAN_1000_WIDE);
        assertThat(options.scale()).isEqualTo(Scale.QUICK);
    }

    @Test
    void onlyChoosesAlsoWhatQuickLeavesOut() {
        assertThat(Options.of("--quick", "--only", "ledger_10m,clean_10").keys())
                .containsExactly(Key.CLEAN_10, Key.LEDGER_10M);
    }

    @Test
    void pairsThatAreAskedForAreAllMeasured() {
        Options options = Options.of("--quick", "--pairs", "20");

        assertThat(options.scale().pairs()).isEqualTo(20);
        assertThat(options.scale().groupTime()).isGreaterThan(Scale.QUICK.groupTime());
        assertThat(options.scale().rows()).isEqualTo(Scale.QUICK.rows());
    }

    @Test
    void boundsNameTheirMeasurements() {
        Options options = Options.of("--at-least", "clean_1000=0.75,clean_1=0.12", "--at-most", "latency=1.5");

        assertThat(options.atLeast()).isEqualTo(Map.of(Key.CLEAN_1000, 0.75, Key.CLEAN_1, 0.12));
        assertThat(options.atMost()).isEqualTo(Map.of(Key.LATENCY, 1.5));
    }

    @Test
    void theRestIsTakenAsGiven() {
        Options options = Options.of("--seed", "7", "--rows", "500", "--profile", "--statements");

        assertThat(options.seed()).isEqualTo(7);
        assertThat(options.scale().rows()).isEqualTo(500);
        assertThat(options.profile()).isTrue();
        assertThat(options.statements()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--faster",
                "--only",
                "--only clean_7",
                "--pairs 0",
                "--pairs many",
                "--at-least 0.6",
                "--at-least clean_7=1",
                "--seed"
            })
    void whatMakesNoSenseIsRefused(String arguments) {
        assertThatThrownBy(() -> Options.of(arguments.split(" "))).isInstanceOf(IllegalArgumentException.class);
    }
}
