package io.rowcall.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GateStateTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration LONGEST = Duration.ofMillis(250);

    @Test
    void operatorsHoldIsWaitedOutInGlances() {
        assertThat(heldUntil(Instant.MAX).left(NOW, LONGEST)).isEqualTo(LONGEST);
    }

    @Test
    void shortPauseIsWaitedOutToItsEnd() {
        assertThat(heldUntil(NOW.plusMillis(10)).left(NOW, LONGEST)).isEqualTo(Duration.ofMillis(10));
        assertThat(heldUntil(NOW.plusSeconds(10)).left(NOW, LONGEST)).isEqualTo(LONGEST);
    }

    private static Gate.State.Held heldUntil(Instant until) {
        return new Gate.State.Held("a test", NOW, until);
    }
}
