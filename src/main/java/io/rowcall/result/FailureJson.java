package io.rowcall.result;

import io.rowcall.batch.Reason;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes one failed row as an element of a result's {@code failures}. */
final class FailureJson {

    static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** A larger value is replaced by its size and digest: the producer has it, and results must fit a message. */
    private static final int LONGEST_VALUE = 64 << 10;

    /** Where a row has so many values that they would not fit a message together, only short ones are shown. */
    private static final int LONGEST_ROW = 1 << 20;

    private static final int LONGEST_VALUE_OF_LONG_ROW = 1 << 10;

    /** A row of thousands of columns may still be larger than a broker's message; then no values are shown. */
    private static final int LONGEST_SHOWN = 4 << 20;

    private static final int SHOW_NO_VALUES = -1;

    private final Target target;

    FailureJson(Target target) {
        this.target = target;
    }

    /** The JSON object of a failed row. */
    byte[] write(Row row, List<Reason> reasons) {
        byte[] json = write(row, reasons, LONGEST_VALUE);
        if (json.length > LONGEST_ROW) {
            json = write(row, reasons, LONGEST_VALUE_OF_LONG_ROW);
        }
        return json.length <= LONGEST_SHOWN ? json : write(row, reasons, SHOW_NO_VALUES);
    }

    private byte[] write(Row row, List<Reason> reasons, int longestValue) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("row", row.index());
            String rowId = row.rowId();
            if (rowId == null) {
                json.writeNullProperty("rowId");
            } else {
                json.writeName("rowId");
                writeText(json, rowId, LONGEST_VALUE);
            }
            if (longestValue == SHOW_NO_VALUES) {
                json.writeObjectPropertyStart("values");
                json.writeBooleanProperty("omitted", true);
                json.writeEndObject();
            } else {
                switch (row) {
                    case Row.Shaped shaped -> writeValues(json, shaped, longestValue);
                    case Row.Misshapen misshapen -> writeRaw(json, misshapen, longestValue);
                }
            }
            json.writeArrayPropertyStart("reasons");
            for (Reason reason : reasons) {
                writeReason(json, reason);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void writeValues(JsonGenerator json, Row.Shaped row, int longest) {
        json.writeObjectPropertyStart("values");
        for (int i = 0; i < row.columns().size(); i++) {
            String column = row.columns().get(i);
            switch (target.displayOf(column)) {
                case SHOW -> {
                    json.writeName(column);
                    writeValue(json, row.values().get(i), longest);
                }
                case MASK -> {
                    json.writeName(column);
                    writeMasked(json);
                }
                case DROP -> {}
            }
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, Value value, int longest) {
        switch (value) {
            case Value.Null ignored -> json.writeNull();
            case Value.Bool bool -> json.writeBoolean(bool == Value.Bool.TRUE);
            case Value.Num number -> {
                if (fits(number.literal(), longest)) {
                    json.writeNumber(number.literal());
                } else {
                    writeOmitted(json, number.literal());
                }
            }
            case Value.Text text -> writeText(json, text.text(), longest);
            case Value.Field field -> writeText(json, field.text(), longest);
            case Value.Json nested -> {
                if (fits(nested.json(), longest)) {
                    json.writeRawValue(nested.json());
                } else {
                    writeOmitted(json, nested.json());
                }
            }
        }
    }

    private static void writeText(JsonGenerator json, String text, int longest) {
        if (fits(text, longest)) {
            json.writeString(text);
        } else {
            writeOmitted(json, text);
        }
    }

    /** A row that could not be read: as {@code values} where it is JSON itself, else as {@code raw} text. */
    private void writeRaw(JsonGenerator json, Row.Misshapen row, int longest) {
        json.writeName(row.json() ? "values" : "raw");
        if (!target.showsAll()) {
            // Which of its parts belong to a masked column can't be told.
            writeMasked(json);
        } else if (!fits(row.raw(), longest)) {
            writeOmitted(json, row.raw());
        } else if (row.json()) {
            json.writeRawValue(row.raw());
        } else {
            json.writeString(row.raw());
        }
    }

    private static void writeMasked(JsonGenerator json) {
        json.writeStartObject();
        json.writeBooleanProperty("masked", true);
        json.writeEndObject();
    }

    private static boolean fits(String text, int longest) {
        // No character takes more than three bytes for each of its UTF-16 units.
        return text.length() <= longest / 3
                || (text.length() <= longest && text.getBytes(StandardCharsets.UTF_8).length <= longest);
    }

    private static void writeOmitted(JsonGenerator json, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        json.writeStartObject();
        json.writeBooleanProperty("omitted", true);
        json.writeNumberProperty("bytes", bytes.length);
        json.writeStringProperty("sha256", HexFormat.of().formatHex(sha256().digest(bytes)));
        json.writeEndObject();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static void writeReason(JsonGenerator json, Reason reason) {
        json.writeStartObject();
        json.writeStringProperty("code", reason.code().name());
        if (reason.columns().size() == 1) {
            json.writeStringProperty("column", reason.columns().getFirst());
        } else if (!reason.columns().isEmpty()) {
            json.writeArrayPropertyStart("columns");
            reason.columns().forEach(json::writeString);
            json.writeEndArray();
        }
        if (reason.constraint() != null) {
            json.writeStringProperty("constraint", reason.constraint());
        }
        writeQuantity(json, "limit", reason.limit());
        writeQuantity(json, "actual", reason.actual());
        json.writeStringProperty("message", reason.message());
        json.writeEndObject();
    }

    /** Plain counts stand as numbers, everything else as text. */
    private static void writeQuantity(JsonGenerator json, String name, @Nullable String quantity) {
        if (quantity == null) {
            return;
        }
        boolean count = quantity.length() <= 9
                && !quantity.isEmpty()
                && quantity.chars().allMatch(Character::isDigit);
        if (count) {
            json.writeNumberProperty(name, Integer.parseInt(quantity));
        } else {
            json.writeStringProperty(name, quantity);
        }
    }
}
