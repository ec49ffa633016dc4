package io.rowcall.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows as texts of different kinds. Generated values hold nothing that any of them would have to escape. */
final class Texts {

    /** A JSON array of objects. */
    static byte[] json(List<String> columns, List<GeneratedRow> rows) {
        StringBuilder json = new StringBuilder(rows.size() * columns.size() * 30);
        String open = "[{\"";
        for (GeneratedRow row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                json.append(i == 0 ? open : ",\"").append(columns.get(i)).append("\":");
                String quote = row.values().get(i) instanceof String ? "\"" : "";
                json.append(quote).append(row.values().get(i)).append(quote);
            }
            json.append('}');
            open = ",{\"";
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A line a row, values parted by tabs, as {@code LOAD DATA} reads them by default. */
    static byte[] tabbed(List<GeneratedRow> rows) {
        StringBuilder lines = new StringBuilder(rows.size() * 100);
        for (GeneratedRow row : rows) {
            lines.append(joined(row, '\t')).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The values of a row with a mark between them, as {@code CONCAT_WS} writes them. */
    static String joined(GeneratedRow row, char mark) {
        StringBuilder text = new StringBuilder();
        for (Object value : row.values()) {
            text.append(text.isEmpty() ? "" : mark).append(value);
        }
        return text.toString();
    }

    private Texts() {}
}
