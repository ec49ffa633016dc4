package io.rowcall.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** One line on a terminal that is written over again and again; nothing anywhere else. */
public final class Progress implements AutoCloseable {

    /** Set by {@code bin/rowcall} where standard error is a terminal; the JVM itself can't tell. */
    private static final String TERMINAL = "rowcall.terminal";

    private static final String START_OF_LINE = "\r\u001B[K";
    private static final long EVERY_NANOS = 200_000_000;

    private final PrintWriter terminal;
    private final boolean shown = Boolean.getBoolean(TERMINAL);
    private long last = System.nanoTime() - EVERY_NANOS;

    public Progress(PrintWriter terminal) {
        this.terminal = terminal;
    }

    /** Shows the line, unless one was shown a moment ago. */
    public synchronized void show(Supplier<String> line) {
        long now = System.nanoTime();
        if (shown && now - last >= EVERY_NANOS) {
            last = now;
            terminal.print(START_OF_LINE + line.get());
            terminal.flush();
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (shown) {
            terminal.print(START_OF_LINE);
            terminal.flush();
        }
    }
}
