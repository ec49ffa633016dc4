package io.rowcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A run can be repeated only if its batches can, and its checks mean something only if batches are of many kinds. */
class PlannerTest {

    private static final int MANY = 400;

    @Test
    void sameSeedMakesTheSameBatches() {
        Planner one = new Planner(7, 2);
        Planner other = new Planner(7, 2);

        for (int i = 0; i < 50; i++) {
            PlannedBatch planned = one.next();
            PlannedBatch again = other.next();
            assertThat(again.message().body()).isEqualTo(planned.message().body());
            assertThat(again.message().properties()).isEqualTo(planned.message().properties());
            assertThat(again.expectation()).isEqualTo(planned.expectation());
        }
    }

    @Test
    void everyVerdictAndEveryCodeIsExpectedSomewhere() {
        Planner planner = new Planner(1, 0);
        Set<Object> expected = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            Expectation of = planner.next().expectation();
            expected.addAll(of.failures().values());
            expected.add(String.valueOf(of.refusal()));
            expected.add(of.counts().status());
        }

        for (RowKind bad : RowKind.BAD) {
            assertThat(expected).contains(bad.reason());
        }
        assertThat(expected)
                .contains(RowKind.REPEATED.reason(), RowKind.THERE.reason())
                .contains("MALFORMED", "UNSUPPORTED_HEADER", "UNSUPPORTED_CONTENT_TYPE");
    }

    @Test
    void noTwoProducersShareAnId() {
        Set<String> ids = new HashSet<>();
        for (int producer = 0; producer < 3; producer++) {
            Planner planner = new Planner(1, producer);
            for (int i = 0; i < 100; i++) {
                assertThat(ids.add(planner.next().message().id())).isTrue();
            }
        }
    }
}
