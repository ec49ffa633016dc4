package io.rowcall.testing;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All that is logged in this JVM while it is open, at the levels that are set. Fed by {@link RecentLog}, which the
 * logging system puts back whenever a worker that starts has it configured anew.
 */
public final class LogCapture implements AutoCloseable {

    private static final Set<LogCapture> OPEN = ConcurrentHashMap.newKeySet();

    /**
     * One event as a log file would show it, but for time and thread.
     *
     * @param trace of the exception that came along, or empty
     */
    public record Event(String level, String logger, String message, String trace) {

        @Override
        public String toString() {
            return level + " " + logger + " " + message + "\n" + trace;
        }
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();

    private LogCapture() {}

    /** Begins now. */
    public static LogCapture begin() {
        LogCapture capture = new LogCapture();
        OPEN.add(capture);
        return capture;
    }

    /** What was logged so far. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** The same as one text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        events.forEach(text::append);
        return text.toString();
    }

    static void add(ILoggingEvent event) {
        if (OPEN.isEmpty()) {
            return;
        }
        String trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        Event captured =
                new Event(event.getLevel().toString(), event.getLoggerName(), event.getFormattedMessage(), trace);
        OPEN.forEach(capture -> capture.events.add(captured));
    }

    @Override
    public void close() {
        OPEN.remove(this);
    }
}
