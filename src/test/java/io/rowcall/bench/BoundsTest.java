package io.rowcall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private final Options options = Options.of("--at-least", "clean_1000=0.75", "--at-most", "latency=1.5");

    @Test
    void ratiosWithinTheirBoundsPass() {
        assertThat(Bounds.kept(options, Map.of(Key.CLEAN_1000, 0.75, Key.LATENCY, 1.5)))
                .isTrue();
    }

    @Test
    void aRatioBelowItsBoundFails() {
        assertThat(Bounds.kept(options, Map.of(Key.CLEAN_1000, 0.74, Key.LATENCY, 1.5)))
                .isFalse();
    }

    @Test
    void aRatioAboveItsBoundFails() {
        assertThat(Bounds.kept(options, Map.of(Key.CLEAN_1000, 0.75, Key.LATENCY, 1.51)))
                .isFalse();
    }

    @Test
    void aBoundOfWhatWasNotMeasuredFails() {
        assertThat(Bounds.kept(options, Map.of(Key.CLEAN_1000, 0.9))).isFalse();
    }
}
