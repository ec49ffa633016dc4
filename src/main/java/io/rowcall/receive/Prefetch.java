package io.rowcall.receive;

/**
 * How many deliveries each consumer of a target may have in the worker: so few that all their bodies fit the target's share
 * of the bytes, and no more than two groups take, since what one consumer hoards no other one can work at. Shared by
 * them. Starts in low gear, with one: a worker that comes back after running out of memory must not take at once what
 * ended it. Goes up after a while, as far as the largest body of that while allows, and down with the first larger one.
 */
final class Prefetch {

    /** The largest message a broker takes by default (RabbitMQ, {@code max_message_size}). */
    private static final long LARGEST_MESSAGE = 16L << 20;

    /** What a delivery costs beside its body: properties, headers, bookkeeping. */
    private static final long OVERHEAD = 1L << 10;

    /** One that is being applied and the one after it. */
    private static final int GROUPS = 2;

    private final long share;
    private final int groupRows;
    private final int max;
    private final int consumers;
    private long largest = LARGEST_MESSAGE;
    private long largestLately;
    private int seen;
    private boolean proven;

    /** Of a message, on average, as of late; 0 while nothing is known. A message without rows counts as well. */
    private long rows;

    /**
     * For several consumers.
     *
     * @param share bytes for the bodies of all of them
     * @param groupRows rows that fill a group
     * @param max deliveries of all of them, however small
     */
    Prefetch(long share, int groupRows, int max, int consumers) {
        this.share = share;
        this.groupRows = groupRows;
        this.max = Math.max(1, max / consumers);
        this.consumers = consumers;
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

    /** Takes notice of how many rows some messages had. */
    synchronized void sawRows(int messages, long rowsOfAll) {
        if (messages > 0) {
            long each = 1 + rowsOfAll / messages;
            rows = rows == 0 ? each : (3 * rows + each) / 4;
        }
    }

    /** For each consumer: 1 to the most that fit, and that groups take. */
    synchronized int count() {
        return Math.min(thatFit(), rows == 0 ? max : (int) Math.max(GROUPS, GROUPS * (long) groupRows / rows));
    }

    private int thatFit() {
        return proven ? Math.clamp(share / largest / consumers, 1, max) : 1;
    }

    /**
     * Whether a body for each consumer fits. Where not, more than one of them would only send each other's bodies back
     * and forth.
     */
    synchronized boolean hasRoomForAll() {
        return consumers == 1 || (proven && share / largest >= consumers);
    }

    /**
     * Whether consuming with this many should give way to {@link #count()}: at once where they might not fit, else only when
     * it is worthwhile.
     */
    synchronized boolean outgrew(int current) {
        int now = count();
        return thatFit() < current || now >= 2L * current || current >= 2L * now;
    }
}
