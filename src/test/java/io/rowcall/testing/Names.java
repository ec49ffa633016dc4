package io.rowcall.testing;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Names that no other test and no other run on the same servers uses. */
final class Names {

    private static final String RUN = Long.toString(ProcessHandle.current().pid(), 36)
            + Long.toString(System.currentTimeMillis() & 0xFFFFFFF, 36);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    /** {@code rct_<hint>_<run>_<number>}, at most 32 characters so that it fits a MySQL account too. */
    static String unique(String hint) {
        String tail = "_" + RUN + "_" + COUNTER.incrementAndGet();
        String head = "rct_" + hint.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return head.substring(0, Math.min(head.length(), 32 - tail.length())) + tail;
    }

    private Names() {}
}
