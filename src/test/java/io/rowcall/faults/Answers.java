package io.rowcall.faults;

import io.rowcall.testing.Broker;
import io.rowcall.testing.Results;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Collects results all the time, whatever becomes of its link. */
final class Answers implements AutoCloseable {

    private final Results results;
    private final Thread thread;
    private volatile boolean paused;

    Answers(Broker broker, Books books) {
        this.results = Results.of(broker).onResult(books::answered);
        this.thread = Thread.ofPlatform().daemon().name("answers").start(this::keepSubscribed);
    }

    /** Takes nothing out of the result queue until it is resumed. */
    void pause() {
        paused = true;
        results.close();
    }

    void resume() {
        paused = false;
    }

    /** Messages so far, repeats too. */
    int messages() {
        return results.messages();
    }

    /** What was wrong with single messages, such as a repeat with other bytes. */
    List<String> faults() {
        return results.faults();
    }

    private void keepSubscribed() {
        try {
            while (true) {
                if (!paused) {
                    results.look();
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        results.close();
    }
}
