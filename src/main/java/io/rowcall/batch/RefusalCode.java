package io.rowcall.batch;

/** Why a batch can never be applied. The names are part of the wire contract and never change their meaning. */
public enum RefusalCode {
    /** The body as a whole can't be read. */
    MALFORMED,
    /** The content type or encoding is none that Rowcall reads. */
    UNSUPPORTED_CONTENT_TYPE,
    /** A {@code rowcall-} header that is unknown, or has a value that it can't have. */
    UNSUPPORTED_HEADER,
    /** More bytes, rows, columns or nesting than the limits take. */
    TOO_LARGE,
    /** No {@code message_id}. */
    BATCH_ID_MISSING,
    /** The id was used for other content before. */
    BATCH_ID_REUSED,
    /** The batch ended the worker three times. */
    POISON,
    /** The broker itself dropped the message. */
    DROPPED,
    /** An operator took it out. */
    CANCELLED
}
