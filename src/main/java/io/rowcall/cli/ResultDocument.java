package io.rowcall.cli;

import io.rowcall.batch.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a result message says, as far as it is shown. Codes are taken as they come, so that results of a newer worker can
 * be read.
 *
 * @param batchId null in the refusal of a batch that had none
 * @param counts null in a refusal
 * @param page from 1
 * @param pages how many pages the result has
 * @param failures the failed rows of this page
 * @param code why the batch was refused, if it was
 * @param message the same for a person
 */
public record ResultDocument(
        String resultId,
        @Nullable String batchId,
        String status,
        boolean dryRun,
        @Nullable Counts counts,
        int page,
        int pages,
        @Nullable List<FailedRow> failures,
        @Nullable String code,
        @Nullable String message) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public ResultDocument {
        page = Math.max(1, page);
        pages = Math.max(1, pages);
    }

    /**
     * A row that failed.
     *
     * @param row position in its batch, from 0
     */
    public record FailedRow(int row, List<Fault> reasons) {}

    /**
     * One reason why it did.
     *
     * @param column the column, if one is concerned
     * @param columns the columns, if several are
     */
    public record Fault(
            String code,
            @Nullable String column,
            @Nullable List<String> columns,
            @Nullable String constraint,
            String message) {

        /** All columns concerned; none where it is the row as a whole. */
        public List<String> where() {
            if (column != null) {
                return List.of(column);
            }
            return columns == null ? List.of() : columns;
        }
    }

    /** Reads one message; throws a runtime exception where it is none. */
    public static ResultDocument parse(String json) {
        return JSON.readValue(json, ResultDocument.class);
    }

    public List<FailedRow> failedRows() {
        return failures == null ? List.of() : failures;
    }

    public boolean isRefusal() {
        return counts == null;
    }
}
