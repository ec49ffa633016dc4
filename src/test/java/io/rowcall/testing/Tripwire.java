package io.rowcall.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Cuts one link of a {@link FaultProxy}, once, at a certain place in what passes. */
public final class Tripwire {

    /** Which of the receiver's bytes still arrive. */
    public enum Edge {
        /** The receiver never has the whole of it. */
        BEFORE,
        /** The receiver has it, and acts on it; the sender never learns. */
        AFTER
    }

    private final Direction direction;
    private final Edge edge;
    private final @Nullable WirePattern pattern;
    private final CountDownLatch tripped = new CountDownLatch(1);
    private long left;

    private Tripwire(Direction direction, Edge edge, @Nullable WirePattern pattern, long left) {
        this.direction = direction;
        this.edge = edge;
        this.pattern = pattern;
        this.left = left;
    }

    static Tripwire onPattern(Direction direction, WirePattern pattern, Edge edge, int skip) {
        return new Tripwire(direction, edge, pattern, skip);
    }

    static Tripwire onBytes(Direction direction, long bytes) {
        return new Tripwire(direction, Edge.AFTER, null, bytes);
    }

    /** Whether it has cut. */
    public boolean tripped() {
        return tripped.getCount() == 0;
    }

    /** Waits until it has cut. */
    public void awaitTripped() {
        try {
            if (!tripped.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing tripped over " + this + " within 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return (pattern == null ? "the last byte" : pattern.name()) + " " + direction;
    }

    /** What one link has seen lately, so that a pattern is found across reads. */
    static final class Memory {
        private byte[] tail = new byte[0];
    }

    /**
     * Looks at bytes on their way.
     *
     * @return how many of them may pass before the link is cut, or -1 to let all pass
     */
    synchronized int inspect(Direction way, Memory memory, byte[] bytes, int length) {
        if (way != direction || tripped()) {
            return -1;
        }
        return pattern == null ? countDown(length) : search(pattern, memory, bytes, length);
    }

    private int countDown(int length) {
        if (length < left) {
            left -= length;
            return -1;
        }
        tripped.countDown();
        return (int) left;
    }

    private int search(WirePattern wanted, Memory memory, byte[] bytes, int length) {
        int seen = memory.tail.length;
        ByteArrayOutputStream joined = new ByteArrayOutputStream(seen + length);
        joined.writeBytes(memory.tail);
        joined.write(bytes, 0, length);
        byte[] window = joined.toByteArray();
        Matcher matcher = wanted.in(window, window.length);
        int from = 0;
        while (matcher.find(from)) {
            from = matcher.end();
            if (left-- <= 0) {
                tripped.countDown();
                return edge == Edge.AFTER ? matcher.end() - seen : Math.max(0, matcher.start() - seen);
            }
        }
        int keep = Math.max(from, window.length - WirePattern.LONGEST);
        memory.tail = Arrays.copyOfRange(window, keep, window.length);
        return -1;
    }
}
