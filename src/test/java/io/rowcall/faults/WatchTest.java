package io.rowcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {

    @Test
    void eachThirdIsToldByLeastMedianAndGreatest() {
        assertThat(Watch.inParts(List.of(3L, 1L, 2L, 6L, 5L, 4L, 90L, 70L, 80L, 100L)))
                .isEqualTo("1 2 3 | 4 5 6 | 70 90 100");
    }

    @Test
    void whatWasNeverSeenIsSaidSo() {
        assertThat(Watch.inParts(List.of(7L))).isEqualTo("nothing | nothing | 7 7 7");
    }
}
