package io.rowcall.batch;

/** The steps of a batch's way through the worker, in order. Between any two the worker may end. */
public enum Step {
    /** Delivered by the broker, not looked at yet. */
    RECEIVED,
    /** The attempt at a batch that came back was counted. */
    COUNTED,
    /** In the ledger, not committed. */
    CLAIMED,
    /** Every row has its verdict, not committed. */
    WRITTEN,
    /** Counts and failures stand in the ledger and the result in the outbox, not committed. */
    RECORDED,
    /** Rows, ledger and outbox are committed. */
    COMMITTED,
    /** The result was handed to the broker. */
    SENT,
    /** The broker has the result. */
    CONFIRMED,
    /** The broker has the dead letter of a batch that is refused. */
    DEAD_LETTERED,
    /** The delivery was acknowledged. */
    ACKED,
    /** The outbox no longer knows the result. */
    FORGOTTEN
}
