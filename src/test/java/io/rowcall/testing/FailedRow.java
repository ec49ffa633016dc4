package io.rowcall.testing;

import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A failed row of a result.
 *
 * @param values the row as it came back, or a missing node
 * @param json all of it
 */
public record FailedRow(int row, @Nullable String rowId, JsonNode values, List<Reason> reasons, JsonNode json) {

    static FailedRow of(JsonNode json) {
        List<Reason> reasons = new ArrayList<>();
        json.required("reasons").forEach(reason -> reasons.add(reason(reason)));
        return new FailedRow(
                json.required("row").intValue(),
                text(json.path("rowId")),
                json.path("values"),
                List.copyOf(reasons),
                json);
    }

    public List<ReasonCode> codes() {
        return reasons.stream().map(Reason::code).toList();
    }

    @Override
    public String toString() {
        return row + " "
                + reasons.stream()
                        .map(reason -> reason.code() + "" + reason.columns() + " " + reason.message())
                        .collect(Collectors.joining("; "));
    }

    private static Reason reason(JsonNode json) {
        List<String> columns = new ArrayList<>();
        if (json.has("column")) {
            columns.add(json.get("column").asString());
        }
        json.path("columns").forEach(column -> columns.add(column.asString()));
        return new Reason(
                ReasonCode.valueOf(json.required("code").asString()),
                List.copyOf(columns),
                text(json.path("constraint")),
                text(json.path("limit")),
                text(json.path("actual")),
                json.required("message").asString());
    }

    static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asString();
    }
}
