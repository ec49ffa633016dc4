package io.rowcall.cli;

import io.rowcall.publish.BatchPublisher;
import io.rowcall.publish.BatchSplitter.Part;
import io.rowcall.publish.PublishOutcome;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Publishes parts one after the other, counts how that ends, and stops at the first that doesn't get through. */
public final class PublishTally {

    private final Phaser underWay = new Phaser(1);
    private long rows;
    private int parts;
    private int confirmed;
    private @Nullable PublishOutcome problem;

    /**
     * Publishes all parts and waits for their outcomes. Blocks while the publisher's window is full.
     *
     * @param before told of each part before it is published
     */
    public void publish(Iterator<Part> from, BatchPublisher publisher, Consumer<Part> before) {
        while (problem().isEmpty() && from.hasNext()) {
            Part part = from.next();
            before.accept(part);
            count(part);
            underWay.register();
            var unused = publisher.publish(part.batch()).thenAccept(this::count);
        }
        underWay.arriveAndAwaitAdvance();
    }

    private synchronized void count(Part part) {
        parts++;
        rows += part.rows();
    }

    private void count(PublishOutcome outcome) {
        synchronized (this) {
            switch (outcome) {
                case PublishOutcome.Confirmed ok -> confirmed++;
                case PublishOutcome.Returned returned -> problem = problem == null ? returned : problem;
                case PublishOutcome.Failed failed -> problem = problem == null ? failed : problem;
            }
        }
        underWay.arriveAndDeregister();
    }

    public synchronized int parts() {
        return parts;
    }

    public synchronized long rows() {
        return rows;
    }

    public synchronized int confirmed() {
        return confirmed;
    }

    /** The first batch that didn't get through. */
    public synchronized Optional<PublishOutcome> problem() {
        return Optional.ofNullable(problem);
    }

    /** Why it didn't. */
    public Optional<String> problemInWords() {
        return problem().map(outcome -> switch (outcome) {
            case PublishOutcome.Confirmed confirmed -> "";
            case PublishOutcome.Returned returned -> returned.message();
            case PublishOutcome.Failed failed -> failed.message();
        });
    }
}
