package io.rowcall.publish;

import java.util.concurrent.Semaphore;

/** Bounds what is published and not yet settled, by batches and by bytes. First come, first served. */
final class Window {

    private final Semaphore batches;
    private final Semaphore bytes;
    private final int maxBytes;

    Window(int maxBatches, int maxBytes) {
        this.batches = new Semaphore(maxBatches, true);
        this.bytes = new Semaphore(maxBytes, true);
        this.maxBytes = maxBytes;
    }

    /** Waits for room. A body larger than the whole window waits until it is alone. */
    void enter(int size) throws InterruptedException {
        batches.acquire();
        try {
            bytes.acquire(weight(size));
        } catch (InterruptedException e) {
            batches.release();
            throw e;
        }
    }

    void leave(int size) {
        bytes.release(weight(size));
        batches.release();
    }

    private int weight(int size) {
        return Math.min(size, maxBytes);
    }
}
