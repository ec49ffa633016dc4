package io.rowcall.faults;

import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Status;
import io.rowcall.testing.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps, for every batch that was published, what has to come of it and what was answered. */
final class Books {

    /** So many batches may be without an answer: the queues are never empty for long, and soon empty at the end. */
    private static final int MOST_OPEN = 60;

    /** A batch id and all that is known of it. */
    static final class Entry {
        private final Expectation expected;
        private final List<Result> results = new ArrayList<>();
        private volatile boolean confirmed;
        private volatile boolean reused;
        private volatile boolean reuseConfirmed;

        private Entry(Expectation expected) {
            this.expected = expected;
        }

        Expectation expected() {
            return expected;
        }

        /** Whether the broker has taken it for good. */
        boolean confirmed() {
            return confirmed;
        }

        /** Whether its id was, or may have been, published again with other content. */
        boolean reused() {
            return reused;
        }

        /** All results with ids of their own. */
        synchronized List<Result> applied() {
            return results.stream()
                    .filter(result -> result.status() != Status.REFUSED)
                    .toList();
        }

        synchronized List<RefusalCode> refusals() {
            return results.stream()
                    .filter(result -> result.status() == Status.REFUSED)
                    .map(Result::refusal)
                    .toList();
        }

        private synchronized boolean add(Result result) {
            results.add(result);
            return results.size() == 1;
        }

        /** Whether every publish that was confirmed has its answer. */
        boolean answered() {
            return (!confirmed || !applied().isEmpty() || !firstRefusals().isEmpty())
                    && (!reuseConfirmed || refusals().contains(RefusalCode.BATCH_ID_REUSED));
        }

        /** Refusals that are no answer to other content under the same id. */
        List<RefusalCode> firstRefusals() {
            return refusals().stream()
                    .filter(code -> !(reused && code == RefusalCode.BATCH_ID_REUSED))
                    .toList();
        }
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final List<String> strangers = new ArrayList<>();
    private final Semaphore room = new Semaphore(MOST_OPEN);
    private final AtomicInteger copies = new AtomicInteger();

    /** Waits for room for one more batch without an answer; gives up after a moment. */
    boolean awaitRoom() throws InterruptedException {
        return room.tryAcquire(200, TimeUnit.MILLISECONDS);
    }

    /** Is about to be published; {@link #awaitRoom} has found room for it. */
    void publishing(Expectation expected) {
        entries.put(expected.id(), new Entry(expected));
    }

    /** The broker has one or more copies of it for good. */
    void confirmed(String id) {
        entry(id).confirmed = true;
        copies.incrementAndGet();
    }

    /** Whether the batch was applied and answered, so that its id may be used again and must then be refused. */
    boolean reusable(String id) {
        Entry entry = entry(id);
        return entry.expected.refusal() == null && !entry.applied().isEmpty();
    }

    /** Other content is about to be published under the id. */
    void reusing(String id) {
        entry(id).reused = true;
    }

    void reuseConfirmed(String id) {
        entry(id).reuseConfirmed = true;
        copies.incrementAndGet();
    }

    /** A result has come with all its pages. */
    void answered(Result result) {
        Entry entry = result.batchId() == null ? null : entries.get(result.batchId());
        if (entry == null) {
            synchronized (strangers) {
                strangers.add(result.toString());
            }
        } else if (entry.add(result)) {
            room.release();
        }
    }

    Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("nobody published " + id);
        }
        return entry;
    }

    boolean knows(String id) {
        return entries.containsKey(id);
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    /** Results of batches that nobody published. */
    List<String> strangers() {
        synchronized (strangers) {
            return List.copyOf(strangers);
        }
    }

    /** Publishes that were confirmed, repeats too. */
    int confirmedPublishes() {
        return copies.get();
    }

    /** Batches that were confirmed and are not fully answered. */
    long unanswered() {
        return entries.values().stream().filter(entry -> !entry.answered()).count();
    }
}
