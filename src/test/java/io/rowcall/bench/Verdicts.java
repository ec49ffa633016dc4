package io.rowcall.bench;

import io.rowcall.batch.ReasonCode;
import io.rowcall.testing.Broker;
import io.rowcall.testing.FailedRow;
import io.rowcall.testing.Result;
import io.rowcall.testing.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the results of a run and sees that every batch has one and every row the verdict it was generated for. */
final class Verdicts {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Takes all results from their queue, and fails unless they are the workload's. */
    static void require(Broker broker, Workload workload, int run) {
        Map<String, Result> byBatch = new HashMap<>();
        try (Results results = Results.of(broker).within(PATIENCE)) {
            List<Result> all = results.awaitAll(workload.batches());
            int pages = all.stream().mapToInt(Result::pages).sum();
            if (all.size() != workload.batches() || results.messages() != pages) {
                throw new IllegalStateException("%d results in %d messages for %d batches"
                        .formatted(all.size(), results.messages(), workload.batches()));
            }
            all.forEach(result -> byBatch.put(String.valueOf(result.batchId()), result));
        }
        for (int i = 0; i < workload.batches(); i++) {
            Result result = byBatch.get(Workload.batchId(run, i));
            if (result == null) {
                throw new IllegalStateException("no result for batch " + Workload.batchId(run, i));
            }
            require(workload.batch(i), result);
        }
    }

    /** Fails unless the result says of each row what it was generated for. */
    static void require(List<GeneratedRow> rows, Result result) {
        Map<Integer, List<ReasonCode>> expected = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            ReasonCode code = rows.get(i).fate().code();
            if (code != null) {
                expected.put(i, List.of(code));
            }
        }
        Map<Integer, List<ReasonCode>> actual = new TreeMap<>();
        for (FailedRow failure : result.failures()) {
            actual.put(failure.row(), new ArrayList<>(failure.codes()));
        }
        boolean counted = result.counts().rows() == rows.size()
                && result.counts().inserted() == rows.size() - expected.size()
                && result.counts().failed() == expected.size();
        if (!counted || !actual.equals(expected)) {
            throw new IllegalStateException(
                    "the failed rows should be " + expected + " and are " + actual + ": " + result);
        }
    }

    private Verdicts() {}
}
