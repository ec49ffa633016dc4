package io.rowcall.testing;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;

/** Keeps the last log lines of all workers of this JVM, those in child processes too, for the text of a failure. */
public final class RecentLog extends AppenderBase<ILoggingEvent> {

    private static final int LINES = 60;
    private static final ArrayDeque<String> RECENT = new ArrayDeque<>();

    /** The last lines, oldest first. */
    public static String tail() {
        synchronized (RECENT) {
            return RECENT.isEmpty() ? "(nothing was logged)" : String.join("\n", RECENT);
        }
    }

    static void add(String line) {
        synchronized (RECENT) {
            if (RECENT.size() == LINES) {
                RECENT.removeFirst();
            }
            RECENT.addLast(line);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        LogCapture.add(event);
        LocalTime time = LocalTime.ofInstant(event.getInstant(), ZoneId.systemDefault());
        add("%s %s %s - %s"
                .formatted(
                        time.truncatedTo(ChronoUnit.MILLIS),
                        event.getLevel(),
                        event.getLoggerName().replaceFirst(".*\\.", ""),
                        event.getFormattedMessage()));
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            add("    " + cause.getClassName() + ": " + cause.getMessage());
        }
    }
}
