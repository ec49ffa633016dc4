package io.rowcall.preflight;

import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.table.TableShape;

/**
 * Judges rows by themselves, before the database sees them. A row is rejected if, and only if, the server would refuse
 * one of its values or would give back another value than the one sent. Keys, foreign keys and CHECKs are left to the
 * server. Serves one thread.
 */
public final class Preflight {

    private final Target target;
    private final TableShape shape;

    public Preflight(Target target, TableShape shape) {
        this.target = target;
        this.shape = shape;
    }

    /** Blocks only where a spelling of an ENUM or SET member has to be compared by the server. */
    @SuppressWarnings("DoNotCallSuggester")
    public Checked check(Row.Shaped row) {
        throw new UnsupportedOperationException(target.name() + shape.name() + row.index());
    }
}
