package io.rowcall.preflight;

import io.rowcall.batch.Reason;
import java.util.List;

/** What preflight says of a row. */
public sealed interface Checked {

    /** Nothing in the row's own values keeps the server from taking it and giving it back equal. */
    record Passed(BoundRow row) implements Checked {}

    /**
     * The server would refuse the row, or give back something else.
     *
     * @param reasons all there are, at least one; beyond {@link Reason#MAX_PER_ROW} the last one says how many more
     */
    record Rejected(List<Reason> reasons) implements Checked {}
}
