package io.rowcall.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"4.3.4", "4.3.0", "4.3", "4", "4.2.9", "3.13.7", "3.9.99", "4.3.4+7.gabc", "", "null", "unknown"
            })
    void serversThatCountNackAsFailureAreTooOld(String version) {
        assertThat(Topology.isTooOld(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4.3.5", "4.3.6", "4.3.10", "4.4.0", "4.10", "5", "5.0.0", "10.0.0", "4.3.5+3.gdef", "4.3.5-rc.1"
            })
    void serversFrom435OnAreTaken(String version) {
        assertThat(Topology.isTooOld(version)).isFalse();
    }
}
