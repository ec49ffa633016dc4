package io.rowcall.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param warmUps heats of each group that don't count
 * @param pairs heats of each group that count
 * @param rows in a run, where the table is narrow and messages have 100 rows or more
 * @param trips single batches sent to measure how long they take
 * @param groupTime after which no further heat of a group begins, if there were some already
 */
record Scale(int warmUps, int pairs, int rows, int trips, Duration groupTime) {

    static final Scale QUICK = new Scale(1, 5, 60_000, 60, Duration.ofSeconds(10));
    static final Scale FULL = new Scale(3, 11, 300_000, 1_000, Duration.ofMinutes(8));

    private static final int MOST_BATCHES = 30_000;
    private static final int WIDE_SHARE = 5;

    /** Batches of a feed in a run: fewer rows where each costs more, so that all runs take about as long. */
    int batches(Feed feed) {
        int wanted = rows;
        if (feed.shape() == Shape.WIDE) {
            wanted /= WIDE_SHARE;
        }
        if (feed.batchRows() < 100) {
            wanted = wanted * 3 / 5;
        }
        if (feed.batchRows() == 1) {
            wanted = Math.min(wanted, MOST_BATCHES) * 2 / 3;
        }
        return Math.max(1, wanted / feed.batchRows());
    }
}
