package io.rowcall.batch;

import java.util.List;

/** Tells whoever wants to know how far a batch has come: metrics, and tests that end the worker there. */
public final class Steps {

    /** Is called on the working thread and must not block. */
    @FunctionalInterface
    public interface Listener {
        /** A batch or a group of batches of this target has come so far. */
        void reached(Step step, String target);
    }

    private final List<Listener> listeners;

    public Steps(List<Listener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Tells every listener. */
    public void reached(Step step, String target) {
        for (Listener listener : listeners) {
            listener.reached(step, target);
        }
    }
}
