package io.rowcall.receive;

import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Lets only so many large bodies be decoded and applied at once, all receivers together: at work, a body takes up to
 * ten times its size. What finds no room waits for its turn, in the order of asking.
 */
@Component
class WorkingMemory {

    /** A text of one body as decoded, as escaped for SQL and as sent: each of them once or twice as large. */
    private static final int TIMES_ITS_SIZE = 10;

    /** Smaller bodies cost little, and must not wait for a target whose table is slow. */
    private static final int LARGE_BYTES = 1 << 20;

    /** Counted in blocks, since a semaphore counts in int. */
    private static final int BLOCK = 1 << 10;

    private final int blocks;
    private final Semaphore free;

    WorkingMemory() {
        this(Runtime.getRuntime().maxMemory());
    }

    WorkingMemory(long heap) {
        this.blocks = Math.clamp(heap / TIMES_ITS_SIZE / BLOCK, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(blocks, true);
    }

    /** Whether a body of so many bytes has to wait for its turn. */
    boolean hasToAskFor(long bytes) {
        return bytes > LARGE_BYTES;
    }

    /**
     * Waits for room for a body of so many bytes; one that is larger than all of it takes all of it.
     *
     * @return what was taken, to be given back
     */
    int take(long bytes) throws InterruptedException {
        int wanted = (int) Math.min(blocks, bytes / BLOCK);
        free.acquire(wanted);
        return wanted;
    }

    void give(int taken) {
        free.release(taken);
    }
}
