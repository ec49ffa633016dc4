package io.rowcall.apply;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells whoever listens what became of batches. */
@Component
public class BatchEvents {

    private final List<BatchEvent.Listener> listeners;

    BatchEvents(ObjectProvider<BatchEvent.Listener> listeners) {
        this.listeners = listeners.orderedStream().toList();
    }

    /** Tells every listener. */
    public void happened(BatchEvent event) {
        for (BatchEvent.Listener listener : listeners) {
            listener.happened(event);
        }
    }
}
