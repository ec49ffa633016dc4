package io.rowcall.receive;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Gives deliveries back after a while: at once, the broker would deliver them again at once. */
@Component
class LaterGiveBack implements AutoCloseable {

    private final ScheduledExecutorService executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "rowcall-give-back");
        thread.setDaemon(true);
        return thread;
    });

    /** Returns at once. A consumer that is closed meanwhile gives the delivery back itself. */
    void giveBack(Delivery delivery, Duration after) {
        var unused = executor.schedule(delivery::giveBack, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
