package io.rowcall.testing;

import java.time.Duration;

/** What every read of a {@link FaultProxy} has to pass: open, slow, narrow or shut. */
final class Gate {

    private boolean shut;
    private long delayNanos;
    private int piece = Integer.MAX_VALUE;

    synchronized void shut() {
        shut = true;
    }

    synchronized void delay(Duration each) {
        delayNanos = each.toNanos();
    }

    synchronized void slice(int bytes) {
        piece = bytes;
    }

    /** How many bytes may be written at once. */
    synchronized int piece() {
        return piece;
    }

    synchronized void open() {
        piece = Integer.MAX_VALUE;
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
