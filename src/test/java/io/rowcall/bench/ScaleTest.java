package io.rowcall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScaleTest {

    @ParameterizedTest
    @EnumSource(Key.class)
    void everyFeedHasBatchesAndSmallOnesNotTooMany(Key key) {
        assertThat(Scale.QUICK.batches(key.feed())).isBetween(1, 20_000);
        assertThat(Scale.FULL.batches(key.feed())).isBetween(10, 30_000);
    }
}
