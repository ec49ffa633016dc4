package io.rowcall.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefetchTest {

    private static final long LARGEST = 16L << 20;
    private static final long SHARE = 4 * LARGEST;

    private final Prefetch prefetch = new Prefetch(SHARE, 4_000, 2_000, 1);

    @Test
    void itStartsWithOne() {
        assertThat(prefetch.count()).isEqualTo(1);
        assertThat(prefetch.outgrew(1)).isFalse();
    }

    @Test
    void aWhileOfTheLargestBodiesRaisesItToAsManyAsFit() {
        see(15, LARGEST - 1_024);
        assertThat(prefetch.count()).isEqualTo(1);
        see(1, LARGEST - 1_024);
        assertThat(prefetch.count()).isEqualTo(4);
    }

    @Test
    void aWhileOfSmallBodiesRaisesItToTheMost() {
        see(15, 100);
        assertThat(prefetch.count()).isEqualTo(1);
        see(1, 100);
        assertThat(prefetch.count()).isEqualTo(2_000);
    }

    @Test
    void theLargestBodyOfTheWhileCounts() {
        see(10, 100);
        see(1, 1 << 20);
        see(5, 100);
        assertThat(prefetch.count()).isEqualTo((int) (SHARE / ((1 << 20) + 1_024)));
    }

    @Test
    void oneLargerBodyLowersItAtOnce() {
        see(16, 100);
        see(1, LARGEST);
        assertThat(prefetch.count()).isEqualTo(3);
    }

    @Test
    void itIsNeverBelowOne() {
        assertThat(new Prefetch(1, 4_000, 2_000, 1).count()).isEqualTo(1);
        assertThat(new Prefetch(0, 4_000, 2_000, 1).count()).isEqualTo(1);
    }

    @Test
    void fewerAreTakenAtOnceAndMoreOnlyWhenItIsWorthwhile() {
        see(16, LARGEST - 1_024);
        assertThat(prefetch.outgrew(5)).isTrue();
        assertThat(prefetch.outgrew(4)).isFalse();
        assertThat(prefetch.outgrew(3)).isFalse();
        assertThat(prefetch.outgrew(2)).isTrue();
    }

    @Test
    void messagesOfManyRowsAreTakenForTwoGroups() {
        see(16, 100);
        prefetch.sawRows(4, 4_000);
        assertThat(prefetch.count()).isEqualTo(2 * 4_000 / 1_001);
        assertThat(prefetch.outgrew(2_000)).isTrue();
        assertThat(prefetch.outgrew(2 * 4_000 / 1_001 + 1)).as("a few too many").isFalse();
    }

    @Test
    void messagesAsLargeAsAGroupAreTakenTwoByTwo() {
        see(16, 100);
        prefetch.sawRows(1, 50_000);
        assertThat(prefetch.count()).isEqualTo(2);
    }

    @Test
    void messagesThatBecomeSmallerRaiseItAgain() {
        see(16, 100);
        prefetch.sawRows(1, 4_000);
        for (int i = 0; i < 40; i++) {
            prefetch.sawRows(1, 1);
        }
        assertThat(prefetch.count()).isEqualTo(2_000);
    }

    private void see(int times, long bytes) {
        for (int i = 0; i < times; i++) {
            prefetch.saw(bytes);
        }
    }

    @Test
    void severalConsumersWorkOnceABodyForEachOfThemFits() {
        Prefetch shared = new Prefetch(SHARE, 4_000, 2_000, 2);
        assertThat(shared.hasRoomForAll()).as("before any was seen").isFalse();
        for (int i = 0; i < 16; i++) {
            shared.saw(1_000);
        }
        assertThat(shared.hasRoomForAll()).isTrue();
        assertThat(shared.count()).as("half of what one may have").isEqualTo(1_000);
        shared.saw(SHARE);
        assertThat(shared.hasRoomForAll()).as("bodies as large as the share").isFalse();
        assertThat(shared.count()).isEqualTo(1);
    }
}
