package io.rowcall.batch;

import java.util.Set;

/** Names of the wire contract that more than one package speaks: exchanges, queues, headers. */
public final class Wire {

    /** Direct exchange that producers publish batches to; the routing key is the target's name. */
    public static final String IMPORTS = "rowcall.imports";

    /** Topic exchange of results, routed {@code <target>.<status>}; also the name of the default queue bound to it. */
    public static final String RESULTS = "rowcall.results";

    /** Direct exchange and queue of refused batches. */
    public static final String DEAD = "rowcall.dead";

    /** Dead-letter exchange and queue of what the broker itself drops from the import queues. */
    public static final String DROPPED = "rowcall.dropped";

    /** Headers that Rowcall gives a meaning to start with this; others pass unread. */
    public static final String HEADER_PREFIX = "rowcall-";

    public static final String HEADER_IMPORT_ID = "rowcall-import-id";
    public static final String HEADER_PART = "rowcall-part";
    public static final String HEADER_PARTS = "rowcall-parts";
    public static final String HEADER_ON_DUPLICATE = "rowcall-on-duplicate";
    public static final String HEADER_DRY_RUN = "rowcall-dry-run";

    /** On a dead letter: the refusal's code. */
    public static final String HEADER_CODE = "rowcall-code";

    /** On a dead letter: the refusal's message, at most 1 KiB of it. */
    public static final String HEADER_REASON = "rowcall-reason";

    /** On a dead letter: when it was refused, by the database's clock; ISO 8601 in UTC, in milliseconds. */
    public static final String HEADER_REFUSED_AT = "rowcall-refused-at";

    /** On a dead letter: until when the ledger surely remembers what became of its id; written the same way. */
    public static final String HEADER_REPLAY_UNTIL = "rowcall-replay-until";

    /** What a worker writes onto a dead letter; it asks for nothing. */
    public static final Set<String> HEADERS_OF_DEAD_LETTERS =
            Set.of(HEADER_CODE, HEADER_REASON, HEADER_REFUSED_AT, HEADER_REPLAY_UNTIL);

    /** The queue of a target's batches. */
    public static String importQueue(String target) {
        return IMPORTS + "." + target;
    }

    private Wire() {}
}
