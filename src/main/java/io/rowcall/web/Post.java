package io.rowcall.web;

import io.rowcall.publish.BatchPublisher;
import io.rowcall.publish.OutgoingBatch;
import io.rowcall.publish.PublishOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Takes batches to the broker. */
@Component
class Post {

    /** A broker that is well confirms within milliseconds; whoever waits less for rows waits so long for safety. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BatchPublisher publisher;

    Post(BatchPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Returns when the batch is safe in its queue. Blocks for the broker.
     *
     * @throws Problem where that isn't known in time
     */
    void publish(OutgoingBatch batch, CallBody body, Duration wait) throws InterruptedException {
        Duration patience = wait.compareTo(PATIENCE) > 0 ? wait : PATIENCE;
        PublishOutcome outcome;
        try {
            CompletableFuture<PublishOutcome> published = publisher.publish(batch);
            body.heldUntil(published);
            outcome = published.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Problem.unavailable(
                    batch.key(), "the broker did not confirm it within " + patience.toSeconds() + " s");
        } catch (ExecutionException | IllegalStateException e) {
            throw Problem.unavailable(batch.key(), "the worker stops");
        }
        switch (outcome) {
            case PublishOutcome.Confirmed ignored -> {}
            case PublishOutcome.Returned returned -> throw Problem.unavailable(batch.key(), returned.message());
            case PublishOutcome.Failed failed -> throw Problem.unavailable(batch.key(), failed.message());
        }
    }
}
