package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SuspicionTest {

    private final Suspicion suspicion = new Suspicion();

    @Test
    void nothingIsSuspectedAtFirst() {
        assertThat(suspicion.of("email")).isFalse();
    }

    @Test
    void whatWasBrokenIsSuspectedForThreeChunks() {
        suspicion.learn(Set.of("email"));
        for (int chunk = 0; chunk < 3; chunk++) {
            assertThat(suspicion.of("email")).as("before chunk %d", chunk).isTrue();
            suspicion.learn(Set.of());
        }
        assertThat(suspicion.of("email")).isFalse();
    }

    @Test
    void whatIsBrokenAgainStaysSuspected() {
        for (int chunk = 0; chunk < 10; chunk++) {
            suspicion.learn(Set.of("email"));
        }
        suspicion.learn(Set.of("family"));
        suspicion.learn(Set.of());
        assertThat(suspicion.of("email")).isTrue();
        assertThat(suspicion.of("family")).isTrue();
    }
}
