package io.rowcall.receive;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Bytes of bodies that are in this worker, all targets together. Of what doesn't fit only the delivery tag is
 * kept until it goes back to the queue.
 */
@Component
class InFlight {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    InFlight(ReceiveProperties properties) {
        this.limit = properties.inFlightLimit();
    }

    /** Takes room for a body; one that is alone always has room. */
    boolean take(long bytes) {
        while (true) {
            long before = used.get();
            if (before > 0 && before + bytes > limit) {
                return false;
            }
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
        }
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    long limit() {
        return limit;
    }
}
