package io.rowcall.apply;

import io.rowcall.write.FailureClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a target may be consumed from, as this worker sees it.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>from</th><th>on</th><th>to</th></tr>
 * <tr><td>open</td><td>failure</td><td>held for the first pause</td></tr>
 * <tr><td>held</td><td>pause over</td><td>half open: one message at a time</td></tr>
 * <tr><td>half open</td><td>success</td><td>open</td></tr>
 * <tr><td>half open</td><td>failure</td><td>held for twice as long, up to the longest pause</td></tr>
 * <tr><td>any</td><td>an operator's hold</td><td>held until the operator resumes it, then half open</td></tr>
 * </table>
 *
 * Pauses are measured by a clock that nobody sets; the time of day is only told.
 */
public final class Gate {

    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    /** Whether and how to consume. */
    public sealed interface State {
        /** As fast as it goes. */
        record Open() implements State {}

        /** One message, to see whether the cause is gone. */
        record HalfOpen() implements State {}

        /**
         * Not at all.
         *
         * @param why one sentence with the cure where there is one
         * @param until when to try again, by the time of day when the hold began; {@link Instant#MAX} for an operator's
         */
        record Held(String why, Instant since, Instant until) implements State {
            /** Whether it goes on only when somebody says so. */
            public boolean byOperator() {
                return until.equals(Instant.MAX);
            }
        }
    }

    private final String target;
    private final ApplyProperties properties;
    private final Clock clock;
    private final LongSupplier nanos;
    private Duration pause;
    private State state = new State.Open();

    /** When a hold ends that no operator has to end, by {@link #nanos}. */
    private long pauseEnds;

    /**
     * @param clock the time of day, for those who are told since when and until when a target is held
     * @param nanos what pauses are measured by, as {@link System#nanoTime()}
     */
    Gate(String target, ApplyProperties properties, Clock clock, LongSupplier nanos) {
        this.target = target;
        this.properties = properties;
        this.clock = clock;
        this.nanos = nanos;
        this.pause = properties.firstPause();
    }

    /** Where the target stands now. */
    public synchronized State state() {
        if (state instanceof State.Held held && !held.byOperator() && pauseLeft() <= 0) {
            turn(new State.HalfOpen());
        }
        return state;
    }

    /** Waits until the target no longer stands where it was seen, but not longer than told. Blocks. */
    public synchronized void awaitOther(State seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); state().equals(seen) && left > 0; left = deadline - System.nanoTime()) {
            boolean pausing = seen instanceof State.Held held && !held.byOperator();
            TimeUnit.NANOSECONDS.timedWait(this, pausing ? Math.min(left, pauseLeft()) : left);
        }
    }

    private long pauseLeft() {
        return pauseEnds - nanos.getAsLong();
    }

    private void turn(State to) {
        state = to;
        notifyAll();
    }

    /** A group was applied and answered. */
    public synchronized void succeeded() {
        if (state instanceof State.HalfOpen) {
            log.info("Target {} works again", target);
            turn(new State.Open());
            pause = properties.firstPause();
        }
    }

    /** Something that no batch accounts for is in the way. */
    public synchronized void failed(FailureClass why) {
        failed(why.sentence());
    }

    /** Something that no batch accounts for is in the way, in one sentence. */
    public synchronized void failed(String why) {
        if (state instanceof State.Held) {
            return;
        }
        Instant now = clock.instant();
        pauseEnds = nanos.getAsLong() + pause.toNanos();
        turn(new State.Held(why, now, now.plus(pause)));
        log.warn(
                "Target {} is held: {}. Nothing is lost; its batches stay in the queue. Next try in {} ms",
                target,
                why,
                pause.toMillis());
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(properties.longestPause()) > 0 ? properties.longestPause() : doubled;
    }

    /** An operator, or the brake, has stopped the target for all workers. */
    synchronized void heldByOperator(String why) {
        if (!(state instanceof State.Held held) || !held.byOperator()) {
            log.warn("Target {} is held until an operator resumes it: {}", target, why);
            turn(new State.Held(why, clock.instant(), Instant.MAX));
        }
    }

    /**
     * There is no operator's hold, or no longer.
     *
     * @return whether there was one
     */
    synchronized boolean resumedByOperator() {
        if (!(state instanceof State.Held held) || !held.byOperator()) {
            return false;
        }
        log.info("Target {} was resumed by an operator", target);
        turn(new State.HalfOpen());
        pause = properties.firstPause();
        return true;
    }
}
