package io.rowcall.faults;

import io.rowcall.batch.Step;
import io.rowcall.testing.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The workers, each a process, and the supervisor that starts another one wherever one has ended. */
final class Fleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** What workers have said, by their names. */
    private static final Path LOGS = Path.of("target", "faults");

    private final Supplier<WorkerProcess> start;
    private final BooleanSupplier spared;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final Thread supervisor;
    private boolean supervised = true;
    private int ended;

    /**
     * Starts them.
     *
     * @param spared whether none is to be killed for now
     */
    Fleet(int size, Supplier<WorkerProcess> start, BooleanSupplier spared) {
        this.start = start;
        this.spared = spared;
        for (int i = 0; i < size; i++) {
            workers.add(start.get());
        }
        this.supervisor = Thread.ofPlatform().daemon().name("supervisor").start(this::supervise);
    }

    void awaitStarted() throws InterruptedException {
        if (!Pace.await(Duration.ofMinutes(2), () -> all().stream().allMatch(WorkerProcess::started))) {
            throw new IllegalStateException(
                    "the workers did not start: " + all().getFirst().log());
        }
    }

    /** SIGKILL at once. */
    String kill(SplittableRandom random) throws InterruptedException {
        WorkerProcess worker = anyToKill(random);
        worker.kill();
        return "kill -9 of " + worker;
    }

    /** Has a worker end itself, as by SIGKILL, at a step; kills it where it has too little to do to come there. */
    String killAt(Step step, SplittableRandom random) throws InterruptedException {
        WorkerProcess worker = anyToKill(random);
        int skip = random.nextInt(6);
        worker.tell(Halter.order(step, skip));
        boolean reached = Pace.await(Duration.ofSeconds(5), () -> !worker.alive());
        worker.kill();
        return reached
                ? "kill -9 of " + worker + " at " + step + ", passed " + skip + " times before"
                : "kill -9 of " + worker + ", which did not come to " + step + " " + (skip + 1) + " times in 5 s";
    }

    /** SIGTERM, and waits until it has ended. */
    String terminate(SplittableRandom random) throws InterruptedException {
        WorkerProcess worker = any(random);
        worker.signal("TERM");
        boolean ending = Pace.await(PATIENCE, () -> !worker.alive());
        worker.kill();
        return "SIGTERM to " + worker + (ending ? "" : ", which had to be killed in the end");
    }

    String freeze(Duration duration, SplittableRandom random) throws InterruptedException {
        WorkerProcess worker = any(random);
        worker.freeze();
        try {
            Pace.last(duration);
        } finally {
            worker.thaw();
        }
        return "SIGSTOP of " + worker + " for " + duration.toMillis() + " ms";
    }

    /** Sends SIGTERM to all and waits until they have ended; nobody starts them again. */
    void stop() throws InterruptedException {
        synchronized (this) {
            supervised = false;
        }
        all().forEach(worker -> worker.signal("TERM"));
        Pace.await(PATIENCE, () -> all().stream().noneMatch(WorkerProcess::alive));
    }

    /** Workers that ended and were replaced. */
    synchronized int ended() {
        return ended;
    }

    private WorkerProcess any(SplittableRandom random) throws InterruptedException {
        int number = random.nextInt(all().size());
        Pace.await(PATIENCE, () -> all().get(number).started());
        return all().get(number);
    }

    /** @throws IllegalStateException where all are spared for long */
    private WorkerProcess anyToKill(SplittableRandom random) throws InterruptedException {
        int number = random.nextInt(all().size());
        if (!Pace.await(PATIENCE, () -> all().get(number).started() && !spared.getAsBoolean())) {
            throw new IllegalStateException("a batch has ended two workers");
        }
        return all().get(number);
    }

    synchronized List<WorkerProcess> all() {
        return List.copyOf(workers);
    }

    private void supervise() {
        try {
            while (true) {
                replaceThoseThatEnded();
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void replaceThoseThatEnded() {
        for (int i = 0; i < workers.size() && supervised; i++) {
            if (!workers.get(i).alive()) {
                end(workers.get(i));
                workers.set(i, start.get());
                ended++;
            }
        }
    }

    private static void end(WorkerProcess worker) {
        worker.close();
        try {
            Files.createDirectories(LOGS);
            Files.write(LOGS.resolve(worker + ".log"), worker.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            supervised = false;
        }
        supervisor.interrupt();
        all().forEach(Fleet::end);
    }
}
