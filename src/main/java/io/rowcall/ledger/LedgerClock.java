package io.rowcall.ledger;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The database's clock, for what needs it in each transaction and not to the millisecond. */
final class LedgerClock {

    private static final long AT_MOST_NANOS = Duration.ofSeconds(1).toNanos();

    private record Reading(LocalDateTime time, long nanos) {}

    private final LedgerMapper mapper;
    private final LongSupplier nanos;
    private volatile @Nullable Reading last;

    /** @param nanos what goes on while nobody asks the database, as {@link System#nanoTime} does */
    LedgerClock(LedgerMapper mapper, LongSupplier nanos) {
        this.mapper = mapper;
        this.nanos = nanos;
    }

    /** UTC, to the millisecond. Blocks for the database. */
    LocalDateTime now() {
        LocalDateTime time = mapper.now();
        last = new Reading(time, nanos.getAsLong());
        return time;
    }

    /** The same, or what was read less than a second ago and what has gone by since: that takes no round trip. */
    LocalDateTime lately() {
        Reading reading = last;
        if (reading != null) {
            long since = nanos.getAsLong() - reading.nanos;
            if (since < AT_MOST_NANOS) {
                return reading.time.plusNanos(since).truncatedTo(ChronoUnit.MILLIS);
            }
        }
        return now();
    }
}
