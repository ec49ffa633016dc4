package io.rowcall.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GateTest {

    private final Hand clock = new Hand();
    private final Gate gate = new Gate("users", ApplySettings.defaults(), clock, clock::nanos);

    @Test
    void aGateIsOpenAtFirst() {
        assertThat(gate.state()).isInstanceOf(Gate.State.Open.class);
    }

    @Test
    void aFailureHoldsForTheFirstPauseAndSaysWhy() {
        gate.failed("the database is read-only");

        assertThat(gate.state()).isEqualTo(new Gate.State.Held("the database is read-only", at(0), at(1)));
        clock.advance(999);
        assertThat(gate.state()).isInstanceOf(Gate.State.Held.class);
        clock.advance(1);
        assertThat(gate.state()).isInstanceOf(Gate.State.HalfOpen.class);
    }

    @Test
    void aSuccessWhileHalfOpenOpensAndTheNextFailureBeginsAnew() {
        failAndWait(1);
        failAndWait(2);
        gate.succeeded();

        assertThat(gate.state()).isInstanceOf(Gate.State.Open.class);
        failAndWait(1);
    }

    @Test
    void everyFailureInARowDoublesThePauseUpToTheLongest() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            failAndWait(seconds);
        }
    }

    @Test
    @Timeout(20)
    void whoWaitsIsWokenByTheChange() throws InterruptedException {
        gate.heldByOperator("the table is rebuilt");
        Gate.State held = gate.state();
        Thread operator = Thread.ofPlatform().start(gate::resumedByOperator);

        gate.awaitOther(held, Duration.ofMinutes(1));

        assertThat(gate.state()).isInstanceOf(Gate.State.HalfOpen.class);
        operator.join();
    }

    @Test
    @Timeout(20)
    void whoWaitsGoesOnAfterAWhileWhereNothingChanges() throws InterruptedException {
        gate.awaitOther(gate.state(), Duration.ofMillis(20));

        assertThat(gate.state()).isInstanceOf(Gate.State.Open.class);
    }

    @Test
    void aPauseIsAsLongThoughTheTimeOfDayIsSetMeanwhile() {
        gate.failed("outage");
        clock.set(at(-3_600));
        clock.advance(999);
        assertThat(gate.state()).isInstanceOf(Gate.State.Held.class);
        clock.set(at(3_600));
        assertThat(gate.state()).isInstanceOf(Gate.State.Held.class);
        clock.advance(1);
        assertThat(gate.state()).isInstanceOf(Gate.State.HalfOpen.class);
    }

    @Test
    @Timeout(20)
    void whoWaitsLongerThanThePauseIsWokenAtItsEnd() throws InterruptedException {
        Gate real = new Gate("users", ApplySettings.defaults(), clock, System::nanoTime);
        real.failed("outage");

        real.awaitOther(real.state(), Duration.ofMinutes(1));

        assertThat(real.state()).isInstanceOf(Gate.State.HalfOpen.class);
    }

    @Test
    void furtherFailuresOfWhatWasUnderWayDoNotLengthenTheHold() {
        gate.failed("first");
        gate.failed("second");

        assertThat(gate.state()).isEqualTo(new Gate.State.Held("first", at(0), at(1)));
    }

    @Test
    void aSuccessOfWhatWasUnderWayDoesNotEndTheHold() {
        gate.failed("first");
        gate.succeeded();

        assertThat(gate.state()).isInstanceOf(Gate.State.Held.class);
    }

    @Test
    void anOperatorsHoldLastsUntilTheOperatorResumes() {
        gate.heldByOperator("maintenance");
        clock.advance(Duration.ofDays(40).toMillis());
        gate.succeeded();
        gate.failed("something else");

        assertThat(gate.state()).isEqualTo(new Gate.State.Held("maintenance", at(0), Instant.MAX));
        gate.resumedByOperator();
        assertThat(gate.state()).isInstanceOf(Gate.State.HalfOpen.class);
    }

    @Test
    void anOperatorsHoldTakesOverFromAFailure() {
        gate.failed("outage");
        gate.heldByOperator("maintenance");
        clock.advance(1_000);

        assertThat(gate.state()).isInstanceOf(Gate.State.Held.class);
    }

    @Test
    void withoutAnOperatorsHoldThereIsNothingToResume() {
        gate.failed("outage");
        gate.resumedByOperator();

        assertThat(gate.state()).isInstanceOf(Gate.State.Held.class);
    }

    private void failAndWait(int seconds) {
        gate.failed("outage");
        clock.advance(seconds * 1_000L - 1);
        assertThat(gate.state()).as("before %d s are over", seconds).isInstanceOf(Gate.State.Held.class);
        clock.advance(1);
        assertThat(gate.state()).as("when %d s are over", seconds).isInstanceOf(Gate.State.HalfOpen.class);
    }

    private static Instant at(int seconds) {
        return Instant.EPOCH.plusSeconds(seconds);
    }

    /** Clocks that go when they are told to, and from the edge of what nanoseconds can count. */
    private static final class Hand extends Clock {
        private Instant now = Instant.EPOCH;
        private long nanos = Long.MAX_VALUE;

        void advance(long millis) {
            now = now.plusMillis(millis);
            nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        }

        void set(Instant timeOfDay) {
            now = timeOfDay;
        }

        long nanos() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
