package io.rowcall.cli;

import io.rowcall.batch.Counts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The same for a program: one JSON object on one line. */
public final class JsonReport {

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /** A member more, in the order in which they come. */
    public JsonReport with(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    JsonReport with(Totals totals) {
        Counts counts = totals.counts();
        members.put(
                "counts",
                orderly(
                        "rows", counts.rows(),
                        "inserted", counts.inserted(),
                        "updated", counts.updated(),
                        "unchanged", counts.unchanged(),
                        "failed", counts.failed()));
        members.put(
                "reasons",
                totals.reasons().entrySet().stream()
                        .map(each -> orderly(
                                "code", each.getKey().code(),
                                "columns", each.getKey().columns(),
                                "constraint", each.getKey().constraint(),
                                "count", each.getValue()))
                        .toList());
        members.put(
                "firstFailures",
                totals.firstFailures().entrySet().stream()
                        .map(each -> orderly(
                                "row", each.getKey(),
                                "reasons",
                                        each.getValue().stream()
                                                .map(fault -> orderly(
                                                        "code", fault.code(),
                                                        "columns", fault.where(),
                                                        "constraint", fault.constraint(),
                                                        "message", fault.message()))
                                                .toList()))
                        .toList());
        members.put("refused", List.copyOf(totals.refused()));
        return this;
    }

    /** All of it on one line. */
    public String json() {
        return JSON.writeValueAsString(members);
    }

    private static Map<String, @Nullable Object> orderly(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}
