package io.rowcall.receive;

import io.rowcall.apply.Gates;
import io.rowcall.apply.Importer;
import io.rowcall.apply.Targets;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the receivers of every target. An {@link Error} in one of them ends the process: after an OutOfMemoryError nothing
 * in it can be trusted, and what was unsettled is delivered again to whoever comes next.
 */
@Component
class Receivers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Receivers.class);

    /** Says to a supervisor that starting again is right. */
    private static final int EXIT_ON_ERROR = 70;

    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);

    private final Map<String, TargetReceiver> receivers = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Gates gates;
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
            WorkingMemory memory,
            DroppedReceiver dropped,
            Steps steps) {
        this.gates = gates;
        this.dropped = dropped;
        this.properties = properties;
        this.connection = connection;
        long share = inFlight.limit() / Math.max(1, targets.all().size());
        for (Target target : targets.all()) {
            Prefetch prefetch =
                    new Prefetch(share, properties.groupRows(), properties.maxPrefetch(), properties.consumers());
            for (int number = 1; number <= properties.consumers(); number++) {
                receivers.put(
                        number == 1 ? target.name() : target.name() + "-" + number,
                        new TargetReceiver(
                                target,
                                number == 1,
                                gates.of(target),
                                prefetch,
                                properties,
                                connection,
                                inFlight,
                                importer,
                                settlement,
                                later,
                                memory,
                                steps));
            }
        }
    }

    /** A platform thread: an interrupt of a virtual one inside JDBC would cost its connection. */
    private static Thread thread(Runnable receiver, String name) {
        Thread thread = new Thread(receiver, "rowcall-" + name);
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
        // What is held stays alone from the first moment.
        gates.look();
        running = true;
        threads.clear();
        receivers.forEach((name, receiver) -> threads.add(thread(receiver, name)));
        threads.add(thread(dropped, "dropped"));
        threads.forEach(Thread::start);
    }

    @Override
    public void stop() {
        receivers.values().forEach(TargetReceiver::stop);
        dropped.stop();
        join(properties.stopWithin());
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                log.warn("{} does not finish its group in time; it is rolled back and given back", thread.getName());
                thread.interrupt();
            }
        }
        join(AFTER_INTERRUPT);
        if (threads.stream().anyMatch(Thread::isAlive)) {
            receivers.values().forEach(TargetReceiver::abandon);
        }
        running = false;
    }

    /** Waits for all of them together. */
    private void join(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
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
