package io.rowcall.receive;

/**
 * How many deliveries a target may have in the worker, so that their bodies fit its share of the bytes. Starts in low
 * gear, with one: a worker that comes back after running out of memory must not take at once what ended it. Goes up
 * after a while, as far as the largest body of that while allows, and down with the first larger one.
 */
final class Prefetch {

    /** The largest message a broker takes by default (RabbitMQ, {@code max_message_size}). */
    private static final long LARGEST_MESSAGE = 16L << 20;

    /** What a delivery costs beside its body: properties, headers, bookkeeping. */
    private static final long OVERHEAD = 1L << 10;

    private final long share;
    private final int max;
    private long largest = LARGEST_MESSAGE;
    private long largestLately;
    private int seen;
    private boolean proven;

    Prefetch(long share, int max) {
        this.share = share;
        this.max = max;
    }

    /** Takes notice of a body that arrived. */
    synchronized void saw(long bodyBytes) {
        long bytes = bodyBytes + OVERHEAD;
        largestLately = Math.max(largestLately, bytes);
        seen++;
        if (bytes > largest) {
            largest = bytes;
        } else if (seen >= Math.max(16, count())) {
            largest = largestLately;
            largestLately = 0;
            seen = 0;
            proven = true;
        }
    }

    /** 1 to the most that fit. */
    synchronized int count() {
        return proven ? Math.clamp(share / largest, 1, max) : 1;
    }

    /** Whether consuming with this many should give way to {@link #count()}: at once to fewer, lazily to more. */
    synchronized boolean outgrew(int current) {
        int now = count();
        return now < current || now >= 2L * current;
    }
}
