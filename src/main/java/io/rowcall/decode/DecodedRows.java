package io.rowcall.decode;

import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The rows of a body that was read once from end to end and found sound.
 *
 * @param rows kept in memory where that is cheap, else decoded anew by each iterator
 */
record DecodedRows(int count, Iterable<Row> rows) {

    /** Rows and values of a kept batch, at about 70 bytes each: {@code [[1],[1],…]} of 4 MiB would be 130 MB. */
    private static final int KEPT_OBJECTS = 500_000;

    static DecodedRows read(BodyFormat format, Scan scan, Target target) {
        try {
            BodyForm form = BodyForm.of(format, scan.inflated(), target.limits());
            try (RowReader reader = form.open(scan.inflated())) {
                return read(reader, form, scan, target.limits());
            }
        } catch (JacksonException e) {
            throw Json.refusal(e, target);
        }
    }

    private static DecodedRows read(RowReader reader, BodyForm form, Scan scan, Target.Limits limits) {
        List<Row> kept = new ArrayList<>();
        boolean keep = scan.bytes() <= Scan.KEPT_BYTES;
        long objects = 0;
        int count = 0;
        for (Row row = reader.next(); row != null; row = reader.next()) {
            requireWithin(++count, limits);
            objects += 1 + (row instanceof Row.Shaped shaped ? shaped.values().size() : 1);
            if (keep && objects > KEPT_OBJECTS) {
                keep = false;
                kept = List.of();
            }
            if (keep) {
                kept.add(row);
            }
        }
        return new DecodedRows(
                count, keep ? Collections.unmodifiableList(kept) : () -> new Anew(form.open(scan.delivered())));
    }

    static void requireWithin(int rows, Target.Limits limits) {
        if (rows > limits.rows()) {
            throw RefusedException.tooLarge(Words.of(
                    "the batch holds more than %,d rows, the limit of this target; send them in several batches",
                    limits.rows()));
        }
    }

    /** Reads until the last row and closes by itself there. */
    private static final class Anew implements Iterator<Row> {

        private final RowReader reader;
        private @Nullable Row next;

        Anew(RowReader reader) {
            this.reader = reader;
            advance();
        }

        private void advance() {
            next = reader.next();
            if (next == null) {
                reader.close();
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Row next() {
            Row row = next;
            if (row == null) {
                throw new NoSuchElementException();
            }
            advance();
            return row;
        }
    }
}
