package io.rowcall.faults;

import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Publishes the batches of a {@link Planner} until it is told to finish; some twice at once, some again later, and some
 * ids again with other content.
 */
final class Producer implements Runnable {

    private static final int MOST_REMEMBERED = 40;

    private final Planner planner;
    private final Books books;
    private final Publishing publishing;
    private final SplittableRandom random;
    private final List<PlannedBatch> remembered = new ArrayList<>();
    private final Thread thread;
    private volatile boolean finishing;
    private int replays;
    private int reuses;

    Producer(long seed, int number, Broker broker, Books books) {
        this.planner = new Planner(seed, number);
        this.books = books;
        this.publishing = new Publishing(broker);
        this.random = new SplittableRandom(seed - number);
        this.thread = Thread.ofPlatform().name("producer-" + number).start(this);
    }

    /** Lets it publish what it has begun; {@link #finished} tells when. */
    void finish() {
        finishing = true;
    }

    boolean finished() {
        return !thread.isAlive();
    }

    /** Ends it with what it is about unconfirmed. */
    void abandon() {
        finishing = true;
        thread.interrupt();
    }

    int unknownOutcomes() {
        return publishing.unknownOutcomes();
    }

    int replays() {
        return replays;
    }

    int reuses() {
        return reuses;
    }

    @Override
    public void run() {
        try (publishing) {
            while (!finishing) {
                publishNew();
                if (random.nextInt(4) == 0 && !remembered.isEmpty()) {
                    publishAgain(remembered.get(random.nextInt(remembered.size())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publishNew() throws InterruptedException {
        List<PlannedBatch> batches = new ArrayList<>();
        List<BatchMessage> messages = new ArrayList<>();
        int wanted = random.nextInt(1, 9);
        while (batches.size() < wanted && !finishing) {
            if (!books.awaitRoom()) {
                break;
            }
            PlannedBatch next = planner.next();
            books.publishing(next.expectation());
            batches.add(next);
            messages.add(next.message());
            if (random.nextInt(20) == 0) {
                // Two workers may get one each, at the same time.
                messages.add(next.message());
                replays++;
            }
        }
        if (!messages.isEmpty() && publishing.publish(messages)) {
            for (PlannedBatch each : batches) {
                books.confirmed(each.message().id());
                remember(each);
            }
        }
    }

    private void publishAgain(PlannedBatch earlier) {
        String id = earlier.message().id();
        if (random.nextBoolean()) {
            replays++;
            if (publishing.publish(List.of(earlier.message()))) {
                books.confirmed(id);
            }
        } else if (books.reusable(id)) {
            reuses++;
            books.reusing(id);
            if (publishing.publish(List.of(Planner.withOtherContent(earlier)))) {
                books.reuseConfirmed(id);
            }
        }
    }

    private void remember(PlannedBatch batch) {
        if (remembered.size() < MOST_REMEMBERED) {
            remembered.add(batch);
        } else {
            remembered.set(random.nextInt(MOST_REMEMBERED), batch);
        }
    }
}
