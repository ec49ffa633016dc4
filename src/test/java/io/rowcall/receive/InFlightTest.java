package io.rowcall.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class InFlightTest {

    private final InFlight inFlight = new InFlight(properties(DataSize.ofBytes(100)));

    @Test
    void bodiesHaveRoomUpToTheLimit() {
        assertThat(inFlight.take(60)).isTrue();
        assertThat(inFlight.take(41)).isFalse();
        assertThat(inFlight.take(40)).isTrue();
        inFlight.release(60);
        assertThat(inFlight.take(60)).isTrue();
    }

    @Test
    void aBodyAloneHasRoomHoweverLargeItIs() {
        assertThat(inFlight.take(1_000)).isTrue();
        assertThat(inFlight.take(1)).isFalse();
        inFlight.release(1_000);
        assertThat(inFlight.take(1)).isTrue();
    }

    @Test
    void anEmptyBodyTakesNoRoom() {
        assertThat(inFlight.take(100)).isTrue();
        assertThat(inFlight.take(0)).isTrue();
    }

    @Test
    void theLimitIsAnEighthOfTheHeapUnlessGiven() {
        assertThat(new InFlight(properties(null)).limit())
                .isEqualTo(Runtime.getRuntime().maxMemory() / 8);
    }

    private static ReceiveProperties properties(DataSize inFlightBytes) {
        return new ReceiveProperties(inFlightBytes, 2, 4_000, DataSize.ofMegabytes(4), 2_000, Duration.ofSeconds(25));
    }
}
