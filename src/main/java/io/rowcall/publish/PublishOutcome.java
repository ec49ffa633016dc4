package io.rowcall.publish;

import io.rowcall.batch.BatchKey;

/** How publishing a batch ended. It says nothing of the rows: those are answered by the batch's result. */
public sealed interface PublishOutcome {

    BatchKey key();

    /**
     * The broker has the batch, safe on disk, in the queue of its target. It will be answered.
     *
     * @param tries how often it was published, at least 1; the worker applies it once however many
     */
    record Confirmed(BatchKey key, int tries) implements PublishOutcome {}

    /**
     * The broker has no queue for the target and gave the batch back.
     *
     * @param message names the target and the cure
     */
    record Returned(BatchKey key, String message) implements PublishOutcome {}

    /**
     * The broker didn't confirm the batch in time. It may have it all the same; publishing the batch again with the
     * same id is safe and settles it.
     *
     * @param message what stood in the way last, and the cure
     */
    record Failed(BatchKey key, String message) implements PublishOutcome {}
}
