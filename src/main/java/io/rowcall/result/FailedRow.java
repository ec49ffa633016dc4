package io.rowcall.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A failed row, of those on a page of {@link StoredFailures}.
 *
 * @param row its index in the batch
 * @param reasons the JSON array of its reasons, byte for byte as the result shows it
 */
public record FailedRow(int row, byte[] reasons) {

    /** Values of rows are strangers' JSON; they were bounded when their batch was decoded. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Those of a page, in order. */
    public static List<FailedRow> of(byte[] page) {
        List<FailedRow> rows = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), page)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                rows.add(read(json, page));
            }
        }
        return rows;
    }

    private static FailedRow read(JsonParser json, byte[] page) {
        int row = -1;
        byte[] reasons = new byte[0];
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "row" -> row = json.getIntValue();
                case "reasons" -> {
                    int from = (int) json.currentTokenLocation().getByteOffset();
                    json.skipChildren();
                    reasons = Arrays.copyOfRange(
                            page, from, (int) json.currentLocation().getByteOffset());
                }
                default -> json.skipChildren();
            }
        }
        return new FailedRow(row, reasons);
    }
}
