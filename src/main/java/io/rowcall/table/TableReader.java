package io.rowcall.table;

import io.rowcall.batch.Target;
import org.springframework.stereotype.Component;

/** Reads what a target's table takes. Blocks; failures of the server come up as Spring's data access exceptions. */
@Component
public class TableReader {

    /**
     * Reads everything anew.
     *
     * @throws TableUnusableException where there is no such table, or it can't be a target
     */
    public TableShape read(Target target) throws TableUnusableException {
        throw new UnsupportedOperationException(target.table());
    }

    /**
     * A word that changes when the table does, for much less than {@link #read} costs.
     *
     * @return equal to {@link TableShape#stamp} as long as what was read is still true
     */
    public String stamp(Target target) {
        throw new UnsupportedOperationException(target.table());
    }
}
