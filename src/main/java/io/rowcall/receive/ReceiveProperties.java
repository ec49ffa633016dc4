package io.rowcall.receive;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings {@code rowcall.receive.*}.
 *
 * @param inFlightBytes bodies that may be in the worker at once, all targets together; an eighth of the heap where not
 *     given, since a body takes several times its size while it is applied. The broker bounds messages only, not bytes
 * @param consumers of a target's queue in this worker, each applying groups of its own: while one waits for the database
 *     or the broker, another one works. Tables that refer to themselves, and targets that update, are served by one,
 *     since there it matters who comes first
 * @param groupRows rows that share a transaction at most, so that small batches share the price of a commit
 * @param groupBytes inflated bytes that share a transaction at most
 * @param maxPrefetch deliveries of one target that may be in the worker at once, however small they are; those of many
 *     rows are fewer, see {@link Prefetch}
 * @param stopWithin how long a group that is being applied may go on when the worker is told to stop
 */
@ConfigurationProperties("rowcall.receive")
record ReceiveProperties(
        @Nullable DataSize inFlightBytes,
        @DefaultValue("4") int consumers,
        @DefaultValue("4000") int groupRows,
        @DefaultValue("4MB") DataSize groupBytes,
        @DefaultValue("2000") int maxPrefetch,
        @DefaultValue("25s") Duration stopWithin) {

    ReceiveProperties {
        if (consumers < 1 || consumers > 16) {
            throw new IllegalArgumentException("rowcall.receive.consumers is " + consumers + "; it takes 1 to 16");
        }
        if (groupRows < 1) {
            throw new IllegalArgumentException("rowcall.receive.group-rows is " + groupRows + "; it takes 1 or more");
        }
        if (maxPrefetch < 1 || maxPrefetch > 65_535) {
            throw new IllegalArgumentException(
                    "rowcall.receive.max-prefetch is " + maxPrefetch + "; it takes 1 to 65535");
        }
        if (inFlightBytes != null && inFlightBytes.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "rowcall.receive.in-flight-bytes is " + inFlightBytes + "; it takes 1B or more");
        }
    }

    long inFlightLimit() {
        return inFlightBytes != null
                ? inFlightBytes.toBytes()
                : Runtime.getRuntime().maxMemory() / 8;
    }
}
