package io.rowcall.testing;

import java.time.Duration;

/** What every read of a {@link FaultProxy} has to pass: open, slow or shut. */
final class Gate {

    private boolean shut;
    private long delayNanos;

    synchronized void shut() {
        shut = true;
    }

    synchronized void delay(Duration each) {
        delayNanos = each.toNanos();
    }

    synchronized void open() {
        shut = false;
        delayNanos = 0;
        notifyAll();
    }

    /** Waits as long as the gate says; {@link #open} ends the wait. */
    synchronized void pass() throws InterruptedException {
        long until = System.nanoTime() + delayNanos;
        while (shut) {
            wait();
        }
        while (delayNanos > 0 && until - System.nanoTime() > 0) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            wait(Math.max(1, left.toMillis()));
        }
    }
}
