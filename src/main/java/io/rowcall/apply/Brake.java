package io.rowcall.apply;

import io.rowcall.batch.ReasonCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notices that nearly every row of one target's last batches failed for one and the same cause: then somebody sends the
 * wrong thing, and going on would only flood the result queue. Looks at the last 10,000 rows of at least 20 batches, so
 * that neither one bad file nor a few bad rows brake.
 */
final class Brake {

    private final ApplyProperties properties;
    private final Deque<BatchEvent.Applied> window = new ArrayDeque<>();
    private final Map<ReasonCode, Long> failed = new EnumMap<>(ReasonCode.class);
    private long rows;

    Brake(ApplyProperties properties) {
        this.properties = properties;
    }

    /**
     * Takes notice of a batch that was applied.
     *
     * @return null, or why the target is to be held, in one sentence with the cure
     */
    synchronized @Nullable String add(BatchEvent.Applied batch) {
        if (properties.brakePercent() == 0 || batch.counts().rows() == 0) {
            return null;
        }
        window.addLast(batch);
        count(batch, 1);
        while (window.size() > properties.brakeBatches()
                && rows - window.getFirst().counts().rows() >= properties.brakeRows()) {
            count(window.removeFirst(), -1);
        }
        return rows < properties.brakeRows() || window.size() < properties.brakeBatches() ? null : judge();
    }

    /** Begins anew: what was wrong may have been put right. */
    synchronized void release() {
        window.clear();
        failed.clear();
        rows = 0;
    }

    private void count(BatchEvent.Applied batch, int sign) {
        rows += (long) sign * batch.counts().rows();
        batch.failures().forEach((code, count) -> failed.merge(code, (long) sign * count, Long::sum));
    }

    private @Nullable String judge() {
        for (Map.Entry<ReasonCode, Long> entry : failed.entrySet()) {
            if (isOneCause(entry.getKey()) && entry.getValue() * 100 >= rows * properties.brakePercent()) {
                return String.format(
                        Locale.ROOT,
                        "%,d of the last %,d rows, in %,d batches, failed with %s; correct what sends them, or the table, then resume the target",
                        entry.getValue(),
                        rows,
                        window.size(),
                        entry.getKey());
            }
        }
        return null;
    }

    /** Rows that are there already are what a repeated import looks like. */
    private static boolean isOneCause(ReasonCode code) {
        return code != ReasonCode.DUPLICATE_KEY && code != ReasonCode.DUPLICATE_IN_BATCH;
    }
}
