package io.rowcall.cli.demo;

import io.rowcall.batch.Counts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The right outcome, as the demo's JSON files have it. */
record Expected(
        DataFile file, Counts counts, int batchRows, TableState table, List<Part> parts, List<Failure> failures) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    record DataFile(String name, String sha256) {}

    /** @param checksum what the query that looks at the table answers once the good rows are in */
    record TableState(long rowsBefore, long rowsAfter, long checksum) {}

    /** @param part from 1 */
    record Part(int part, String status, int rows, int inserted, int failed) {}

    /**
     * A row that has to fail.
     *
     * @param row position in its part, from 0
     */
    record Failure(int part, int row, Set<Reason> reasons) {}

    record Reason(
            String code, List<String> columns, @Nullable String constraint) {}

    static Expected read(Path file) {
        return JSON.readValue(file.toFile(), Expected.class);
    }
}
