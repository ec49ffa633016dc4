package io.rowcall.receive;

import io.rowcall.apply.Gates;
import io.rowcall.apply.Importer;
import io.rowcall.apply.Targets;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Target;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs a receiver for every target. An {@link Error} in one of them ends the process: after an OutOfMemoryError nothing
 * in it can be trusted, and what was unsettled is delivered again to whoever comes next.
 */
@Component
class Receivers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Receivers.class);

    /** Says to a supervisor that starting again is right. */
    private static final int EXIT_ON_ERROR = 70;

    private final List<TargetReceiver> receivers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final DroppedReceiver dropped;
    private final ReceiveProperties properties;
    private final ConsumeConnection connection;
    private volatile boolean running;

    Receivers(
            Targets targets,
            Gates gates,
            ReceiveProperties properties,
            ConsumeConnection connection,
            InFlight inFlight,
            Importer importer,
            Settlement settlement,
            LaterGiveBack later,
            DroppedReceiver dropped,
            Steps steps) {
        this.dropped = dropped;
        this.properties = properties;
        this.connection = connection;
        int count = Math.max(1, targets.all().size());
        for (Target target : targets.all()) {
            receivers.add(new TargetReceiver(
                    target,
                    gates.of(target),
                    new Prefetch(inFlight.limit() / count, properties.maxPrefetch()),
                    properties,
                    connection,
                    inFlight,
                    importer,
                    settlement,
                    later,
                    steps));
        }
        for (Target target : targets.all()) {
            threads.add(thread(receivers.get(threads.size()), target.name()));
        }
        threads.add(thread(dropped, "dropped"));
    }

    /** A platform thread: an interrupt of a virtual one inside JDBC would cost its connection. */
    private static Thread thread(Runnable receiver, String target) {
        Thread thread = new Thread(receiver, "rowcall-" + target);
        thread.setUncaughtExceptionHandler((dying, error) -> {
            try {
                log.error("The worker ends: {} in {}", error, dying.getName(), error);
            } finally {
                Runtime.getRuntime().halt(EXIT_ON_ERROR);
            }
        });
        return thread;
    }

    @Override
    public void start() {
        connection.establish();
        running = true;
        threads.forEach(Thread::start);
    }

    @Override
    public void stop() {
        receivers.forEach(TargetReceiver::stop);
        dropped.stop();
        long deadline = System.nanoTime() + properties.stopWithin().toNanos();
        for (Thread thread : threads) {
            join(thread, deadline);
        }
        running = false;
    }

    private static void join(Thread thread, long deadline) {
        try {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            thread.join(Math.max(1, left));
            if (thread.isAlive()) {
                log.warn("{} does not finish its group in time; it is rolled back and given back", thread.getName());
                thread.interrupt();
                thread.join(2_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
