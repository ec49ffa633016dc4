package io.rowcall.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rowcall.batch.Step;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PhaseTimersTest {

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final PhaseTimers timers = new PhaseTimers(registry);

    @Test
    void eachPhaseLastsFromStepToStep() {
        reach(Step.RECEIVED, Step.CLAIMED, Step.WRITTEN, Step.RECORDED, Step.COMMITTED, Step.CONFIRMED, Step.ACKED);

        for (String phase : new String[] {"claim", "write", "record", "commit", "publish", "ack"}) {
            Timer timer = registry.get("rowcall.apply").tag("phase", phase).timer();
            assertThat(timer.count()).as(phase).isEqualTo(1);
            assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).as(phase).isEqualTo(10);
        }
    }

    @Test
    void stepsWithinAPhaseDoNotCutIt() {
        reach(Step.RECEIVED, Step.COUNTED, Step.CLAIMED, Step.WRITTEN, Step.RECORDED, Step.COMMITTED, Step.SENT);
        reach(Step.CONFIRMED);

        assertThat(registry.get("rowcall.apply").tag("phase", "claim").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(20);
        assertThat(registry.get("rowcall.apply").tag("phase", "publish").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(20);
    }

    @Test
    void answerToARefusedBatchIsNoPublishPhase() {
        reach(Step.RECEIVED, Step.CONFIRMED, Step.ACKED);

        assertThat(registry.find("rowcall.apply").tag("phase", "publish").timer())
                .isNull();
    }

    @Test
    void triesThatWereRolledBackCountAsClaim() {
        reach(Step.RECEIVED, Step.CLAIMED, Step.WRITTEN, Step.CLAIMED, Step.WRITTEN);

        Timer claim = registry.get("rowcall.apply").tag("phase", "claim").timer();
        assertThat(claim.count()).isEqualTo(2);
        assertThat(claim.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(20);
    }

    private void reach(Step... steps) {
        for (Step step : steps) {
            clock.add(Duration.ofMillis(10));
            timers.reached(step, "users");
        }
    }
}
