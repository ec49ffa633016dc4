package io.rowcall.batch;

import org.jspecify.annotations.Nullable;

/**
 * What a log may hold of an exception that came up while rows were at hand: where it was thrown and what kinds caused it.
 * Messages stay behind, since whatever fails on a value cites it.
 */
public final class Trace extends Exception {

    private static final int MOST_CAUSES = 20;

    private Trace(Throwable of, @Nullable Trace cause) {
        super(of.getClass().getName(), cause, false, true);
        setStackTrace(of.getStackTrace());
    }

    /** Of the exception and its causes. */
    public static Trace of(Throwable thrown) {
        return of(thrown, MOST_CAUSES);
    }

    private static Trace of(Throwable thrown, int most) {
        Throwable cause = thrown.getCause();
        return new Trace(thrown, cause == null || most == 0 ? null : of(cause, most - 1));
    }
}
