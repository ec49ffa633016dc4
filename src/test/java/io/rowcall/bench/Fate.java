package io.rowcall.bench;

import io.rowcall.batch.ReasonCode;
import org.jspecify.annotations.Nullable;

/** What is to become of a generated row, whatever the order in which batches are applied. */
enum Fate {
    /** It goes in. */
    GOOD(null),
    /** It has a key of a row that was in the table before the run. */
    MEETS_EXISTING(ReasonCode.DUPLICATE_KEY),
    /** It has a key of a good row that stands before it in its batch. */
    MEETS_EARLIER(ReasonCode.DUPLICATE_IN_BATCH),
    /** It refers to a row that is not there. */
    ORPHAN(ReasonCode.FOREIGN_KEY),
    /** One of its texts is longer than the column. */
    TOO_LONG(ReasonCode.TOO_LONG);

    private final @Nullable ReasonCode code;

    Fate(@Nullable ReasonCode code) {
        this.code = code;
    }

    /** The one reason that its result must give; null for a row that goes in. */
    @Nullable
    ReasonCode code() {
        return code;
    }
}
