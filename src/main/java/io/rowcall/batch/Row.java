package io.rowcall.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a batch, in the shape in which it came. */
public sealed interface Row {

    /** Position in the batch, from 0. */
    int index();

    /** The producer's own name for the row, echoed in its failures. */
    @Nullable
    String rowId();

    /**
     * A row with one value per column.
     *
     * @param columns the names as sent; rows of one shape share one list, so that identity tells equal shapes cheaply
     * @param values as many as columns; an absent key is not among the columns
     */
    record Shaped(int index, @Nullable String rowId, List<String> columns, List<Value> values) implements Row {}

    /**
     * A row whose own shape is wrong while the body as a whole can be read: not an object, too few or too many values,
     * one column spelt twice.
     *
     * @param raw the row as sent: JSON text, or the CSV or NDJSON line
     * @param json whether {@code raw} is well-formed JSON (and may be embedded as such) or plain text
     * @param problem what is wrong and how to mend it
     * @param discreetly the problem in words that tell nothing of the row's values
     */
    record Misshapen(int index, @Nullable String rowId, String raw, boolean json, String problem, String discreetly)
            implements Row {}
}
