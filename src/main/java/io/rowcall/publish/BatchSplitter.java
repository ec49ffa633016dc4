package io.rowcall.publish;

import com.github.f4b6a3.uuid.UuidCreator;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ImportPart;
import io.rowcall.publish.rows.BodyFormat;
import io.rowcall.publish.rows.RowSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the rows of one import into batches, called its parts. Part 7 of import {@code X} always has the batch id
 * {@code X-000007}: the same rows under the same import id and the same limits make the same batches again, so an import
 * that broke off is simply repeated. Holds the rows of one part and the first of the next.
 *
 * @param importId the import's id, 1 to {@value #MAX_IMPORT_ID_BYTES} bytes; {@link #newImportId()} makes one
 * @param maxRows rows in a part, at least 1
 * @param maxBytes bytes of a part's body before compression, at least 1; a single row above it is a part by itself
 * @param finish what else is to be said of each batch, such as {@code OutgoingBatch::gzipped}
 */
public record BatchSplitter(
        String target, String importId, int maxRows, int maxBytes, UnaryOperator<OutgoingBatch> finish) {

    /** Enough to make the cost of a message and a commit small, little enough to be redelivered cheaply. */
    public static final int DEFAULT_ROWS = 1_000;

    public static final int DEFAULT_BYTES = 1 << 20;

    /** Leaves room for the part's number in the batch id. */
    public static final int MAX_IMPORT_ID_BYTES = BatchKey.MAX_ID_BYTES - 11;

    /**
     * One part.
     *
     * @param number from 1
     * @param firstRow position of its first row in the import, from 0
     * @param rows how many it has; 0 only where the whole import has none
     */
    public record Part(int number, long firstRow, int rows, OutgoingBatch batch) {}

    public BatchSplitter {
        int idBytes = importId.getBytes(StandardCharsets.UTF_8).length;
        if (idBytes < 1 || idBytes > MAX_IMPORT_ID_BYTES) {
            throw new IllegalArgumentException(
                    "an import id holds 1 to %d bytes, this one %,d".formatted(MAX_IMPORT_ID_BYTES, idBytes));
        }
        if (maxRows < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a part holds at least one row and one byte");
        }
    }

    /** With the default limits and nothing else to be said. */
    public BatchSplitter(String target, String importId) {
        this(target, importId, DEFAULT_ROWS, DEFAULT_BYTES, UnaryOperator.identity());
    }

    /** A new id that sorts by time (UUIDv7): the worker's ledger takes such ids at its end, where they are cheap. */
    public static String newImportId() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }

    /**
     * The parts of these rows, made as they are asked for. The last one, and only that, says how many there are. Rows
     * that are none make one part without rows, so that every import is answered.
     *
     * @return throws what the row source throws
     */
    public Iterator<Part> split(RowSource rows) {
        return new Parts(rows);
    }

    private final class Parts implements Iterator<Part> {

        private final RowSource source;
        private final byte[] opening;
        private final byte[] between;
        private final byte[] closing;
        private byte @Nullable [] ahead;
        private int parts;
        private long rows;

        Parts(RowSource source) {
            BodyFormat format = source.format();
            this.source = source;
            this.opening = opening(format, source.header());
            this.between = format.between().getBytes(StandardCharsets.UTF_8);
            this.closing = format.closing().getBytes(StandardCharsets.UTF_8);
            this.ahead = source.next();
        }

        @Override
        public boolean hasNext() {
            return ahead != null || parts == 0;
        }

        @Override
        public Part next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream(Math.min(maxBytes, 1 << 16));
            body.writeBytes(opening);
            int count = 0;
            while (ahead != null && (count == 0 || fits(ahead, body, count))) {
                if (count > 0) {
                    body.writeBytes(between);
                }
                body.writeBytes(ahead);
                count++;
                ahead = source.next();
            }
            body.writeBytes(closing);
            Part part = new Part(++parts, rows, count, batch(body.toByteArray()));
            rows += count;
            return part;
        }

        private boolean fits(byte[] row, ByteArrayOutputStream body, int count) {
            return count < maxRows && (long) body.size() + between.length + row.length + closing.length <= maxBytes;
        }

        private OutgoingBatch batch(byte[] body) {
            ImportPart part = new ImportPart(importId, parts, ahead == null ? parts : null);
            return finish.apply(OutgoingBatch.of(target, "%s-%06d".formatted(importId, parts), source.format(), body)
                    .inImport(part));
        }

        private static byte[] opening(BodyFormat format, byte[] header) {
            ByteArrayOutputStream opening = new ByteArrayOutputStream();
            opening.writeBytes(format.opening().getBytes(StandardCharsets.UTF_8));
            if (header.length > 0) {
                opening.writeBytes(header);
                opening.write('\n');
            }
            return opening.toByteArray();
        }
    }
}
