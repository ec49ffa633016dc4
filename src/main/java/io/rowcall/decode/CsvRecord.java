package io.rowcall.decode;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.rowcall.batch.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A record of CSV.
 *
 * @param values at most as many as were expected
 * @param fields how many there are
 */
record CsvRecord(List<Value> values, int fields, boolean isBlank) {

    /** Makes records out of what the parser finds, and keeps quoted and unquoted empty fields apart. */
    static final class Handler extends AbstractBaseCsvCallbackHandler<CsvRecord> {

        private final int expectedFields;
        private List<Value> values = List.of();

        Handler(int expectedFields) {
            this.expectedFields = expectedFields;
        }

        @Override
        protected void handleBegin(long line) {
            values = new ArrayList<>(Math.min(expectedFields, 256));
        }

        @Override
        protected void handleField(int field, char[] buffer, int offset, int length, boolean quoted) {
            if (field < expectedFields) {
                values.add(
                        length == 0 && !quoted ? Value.Null.NULL : new Value.Field(new String(buffer, offset, length)));
            }
        }

        @Override
        protected CsvRecord buildRecord() {
            return new CsvRecord(values, getFieldCount(), getRecordType() == RecordType.EMPTY);
        }
    }
}
