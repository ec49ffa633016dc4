package io.rowcall.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds the message of a batch: a JSON array of objects with an id of its own, unless told otherwise.
 *
 * <pre>{@code
 * batch("users").id("b1").row("id", 1, "name", "Ada").row("id", 2, "name", null).csv().gzip().message()
 * }</pre>
 */
public final class BatchBuilder {

    private static final JsonMapper JSON = new JsonMapper();

    private final String target;
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private final List<@Nullable String> rowIds = new ArrayList<>();
    private final Map<String, Object> headers = new LinkedHashMap<>();
    private Form form = Form.JSON_OBJECTS;
    private byte @Nullable [] body;
    private @Nullable String id = Names.unique("batch");
    private @Nullable String contentType;
    private @Nullable String contentEncoding;
    private @Nullable String correlationId;
    private boolean gzip;

    private BatchBuilder(String target) {
        this.target = target;
    }

    public static BatchBuilder batch(String target) {
        return new BatchBuilder(target);
    }

    /** The batch id, or null for a batch that has none. */
    public BatchBuilder id(@Nullable String batchId) {
        id = batchId;
        return this;
    }

    /** A row of names and values in turn; a value may be null, a number, text, a boolean, a list or a map. */
    public BatchBuilder row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row(row);
    }

    public BatchBuilder row(Map<String, ? extends @Nullable Object> row) {
        rows.add(new LinkedHashMap<>(row));
        rowIds.add(null);
        return this;
    }

    /** So many rows, made from their index, each of names and values in turn. */
    public BatchBuilder rows(int count, IntFunction<@Nullable Object[]> namesAndValues) {
        for (int i = 0; i < count; i++) {
            row(namesAndValues.apply(i));
        }
        return this;
    }

    /** Names the row added last; only the {@link #columnar} form carries row ids. */
    public BatchBuilder rowId(String rowId) {
        rowIds.set(rowIds.size() - 1, rowId);
        return this;
    }

    /** A JSON array of objects. */
    public BatchBuilder json() {
        form = Form.JSON_OBJECTS;
        return this;
    }

    /** A JSON object of columns, rows and, where any was given, row ids. */
    public BatchBuilder columnar() {
        form = Form.JSON_COLUMNS;
        return this;
    }

    /** A JSON object a line. */
    public BatchBuilder ndjson() {
        form = Form.NDJSON;
        return this;
    }

    /** CSV with a header line: null is an empty field, the empty text a quoted one. */
    public BatchBuilder csv() {
        form = Form.CSV;
        return this;
    }

    /** A body as it is, instead of rows. */
    public BatchBuilder body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body as it is, instead of rows. */
    public BatchBuilder body(byte[] bytes) {
        body = bytes;
        return this;
    }

    public BatchBuilder gzip() {
        gzip = true;
        return this;
    }

    /** Another content type than that of the form. */
    public BatchBuilder contentType(String type) {
        contentType = type;
        return this;
    }

    /** A content encoding that is only said. */
    public BatchBuilder contentEncoding(String encoding) {
        contentEncoding = encoding;
        return this;
    }

    public BatchBuilder correlationId(String correlation) {
        correlationId = correlation;
        return this;
    }

    public BatchBuilder onDuplicate(DuplicatePolicy policy) {
        return header(Wire.HEADER_ON_DUPLICATE, policy.word());
    }

    public BatchBuilder dryRun() {
        return header(Wire.HEADER_DRY_RUN, true);
    }

    public BatchBuilder part(String importId, int part, int parts) {
        return header(Wire.HEADER_IMPORT_ID, importId)
                .header(Wire.HEADER_PART, part)
                .header(Wire.HEADER_PARTS, parts);
    }

    public BatchBuilder header(String name, Object value) {
        headers.put(name, value);
        return this;
    }

    public BatchMessage message() {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(id)
                .deliveryMode(2)
                .contentType(contentType == null ? form.contentType : contentType)
                .contentEncoding(gzip ? "gzip" : contentEncoding)
                .correlationId(correlationId)
                .headers(headers.isEmpty() ? null : Map.copyOf(headers))
                .build();
        byte[] bytes = body == null ? bodyOfRows() : body;
        return new BatchMessage(target, properties, gzip ? gzipped(bytes) : bytes);
    }

    private byte[] bodyOfRows() {
        return switch (form) {
            case JSON_OBJECTS -> JSON.writeValueAsBytes(rows);
            case JSON_COLUMNS -> JSON.writeValueAsBytes(columns());
            case NDJSON -> lines();
            case CSV -> csvText().getBytes(StandardCharsets.UTF_8);
        };
    }

    private Map<String, Object> columns() {
        List<String> names = List.copyOf(names());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("columns", names);
        all.put(
                "rows",
                rows.stream().map(row -> names.stream().map(row::get).toList()).toList());
        if (rowIds.stream().anyMatch(each -> each != null)) {
            all.put("rowIds", rowIds);
        }
        return all;
    }

    private byte[] lines() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Map<String, @Nullable Object> row : rows) {
            lines.writeBytes(JSON.writeValueAsBytes(row));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private String csvText() {
        StringWriter text = new StringWriter();
        Set<String> names = names();
        try (CsvWriter csv =
                CsvWriter.builder().quoteStrategy(QuoteStrategies.EMPTY).build(text)) {
            csv.writeRecord(names);
            for (Map<String, @Nullable Object> row : rows) {
                csv.writeRecord(names.stream().map(name -> field(row.get(name))).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static @Nullable String field(@Nullable Object value) {
        return value == null || value instanceof String ? (String) value : JSON.writeValueAsString(value);
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        return names;
    }

    private static byte[] gzipped(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private enum Form {
        JSON_OBJECTS("application/json"),
        JSON_COLUMNS("application/json"),
        NDJSON("application/x-ndjson"),
        CSV("text/csv");

        private final String contentType;

        Form(String contentType) {
            this.contentType = contentType;
        }
    }
}
