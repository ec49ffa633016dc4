package io.rowcall.faults;

import io.rowcall.batch.Counts;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has to come of a batch, known before it is published.
 *
 * @param refusal of a batch that can never be applied, else null
 * @param failures the rows that must fail, by index
 * @param stored its own rows that are in the table afterwards
 * @param checksum of these rows, {@link Row#checksum} joined by exclusive or
 * @param shared for each row that all batches of the target change: the index of the row that changed it last
 */
record Expectation(
        String id,
        Destination destination,
        @Nullable RefusalCode refusal,
        Counts counts,
        Map<Integer, ReasonCode> failures,
        int stored,
        long checksum,
        Map<Long, Integer> shared) {

    static Expectation refused(String id, Destination destination, RefusalCode code) {
        return new Expectation(id, destination, code, new Counts(0, 0, 0, 0, 0), Map.of(), 0, 0, Map.of());
    }
}
