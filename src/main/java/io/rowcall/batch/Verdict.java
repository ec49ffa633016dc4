package io.rowcall.batch;

import java.util.List;

/** What became of one row. Every row of an applied batch has exactly one. */
public sealed interface Verdict {

    /** A verdict without particulars. */
    enum Done implements Verdict {
        INSERTED,
        UPDATED,
        UNCHANGED
    }

    /**
     * The row left no trace.
     *
     * @param reasons at least one
     */
    record Failed(List<Reason> reasons) implements Verdict {
        public Failed {
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a failed row has a reason");
            }
        }

        public Failed(Reason reason) {
            this(List.of(reason));
        }
    }
}
