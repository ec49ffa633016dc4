package io.rowcall.publish;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.ImportPart;
import io.rowcall.publish.rows.BodyFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A batch to be published. Immutable but for the array that its body came in, which belongs to the batch from then on.
 *
 * <pre>{@code
 * OutgoingBatch.of("users", "order-4711", BodyFormat.JSON, body).onDuplicate(DuplicatePolicy.UNCHANGED)
 * }</pre>
 */
public final class OutgoingBatch {

    /** RabbitMQ takes no larger message unless its {@code max_message_size} was raised; it closes the channel instead. */
    public static final int MAX_BODY_BYTES = 16 << 20;

    private final BatchKey key;
    private final BodyFormat format;
    private final byte[] body;
    private final boolean gzip;
    private final @Nullable String correlationId;
    private final @Nullable ImportPart part;
    private final @Nullable DuplicatePolicy onDuplicate;
    private final boolean dryRun;

    private OutgoingBatch(
            BatchKey key,
            BodyFormat format,
            byte[] body,
            boolean gzip,
            @Nullable String correlationId,
            @Nullable ImportPart part,
            @Nullable DuplicatePolicy onDuplicate,
            boolean dryRun) {
        this.key = key;
        this.format = format;
        this.body = body;
        this.gzip = gzip;
        this.correlationId = correlationId;
        this.part = part;
        this.onDuplicate = onDuplicate;
        this.dryRun = dryRun;
    }

    /**
     * A plain batch.
     *
     * @param target name of a target that a worker serves
     * @param batchId names these rows for good: publishing again with the same id applies nothing twice
     * @param body rows in UTF-8
     */
    public static OutgoingBatch of(String target, String batchId, BodyFormat format, byte[] body) {
        requireShort("a target's name", target);
        return new OutgoingBatch(new BatchKey(target, batchId), format, body, false, null, null, null, false);
    }

    /** The same batch with its body compressed; it is still the same batch to the worker. */
    public OutgoingBatch gzipped() {
        if (gzip) {
            return this;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OutgoingBatch(key, format, packed.toByteArray(), true, correlationId, part, onDuplicate, dryRun);
    }

    /** As one part of an import. */
    public OutgoingBatch inImport(ImportPart importPart) {
        requireShort("an import id", importPart.importId());
        return new OutgoingBatch(key, format, body, gzip, correlationId, importPart, onDuplicate, dryRun);
    }

    /** With an id of the caller's own that the result echoes. */
    public OutgoingBatch correlatedBy(String id) {
        requireShort("a correlation id", id);
        return new OutgoingBatch(key, format, body, gzip, id, part, onDuplicate, dryRun);
    }

    /** With another duplicate policy than the target's default; one that the target doesn't allow is refused there. */
    public OutgoingBatch onDuplicate(DuplicatePolicy policy) {
        return new OutgoingBatch(key, format, body, gzip, correlationId, part, policy, dryRun);
    }

    /** Only tried: the worker answers as if it had been applied and leaves no trace. */
    public OutgoingBatch asDryRun() {
        return new OutgoingBatch(key, format, body, gzip, correlationId, part, onDuplicate, true);
    }

    public BatchKey key() {
        return key;
    }

    public BodyFormat format() {
        return format;
    }

    /** The bytes that go over the wire; not a copy. */
    public byte[] body() {
        return body;
    }

    /** Whether {@link #body()} is compressed. */
    public boolean isGzip() {
        return gzip;
    }

    public @Nullable String correlationId() {
        return correlationId;
    }

    public @Nullable ImportPart part() {
        return part;
    }

    public @Nullable DuplicatePolicy onDuplicate() {
        return onDuplicate;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    @Override
    public String toString() {
        return key + " (" + body.length + " bytes)";
    }

    /** AMQP 0-9-1 holds these in short strings. */
    private static void requireShort(String what, String value) {
        if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > BatchKey.MAX_ID_BYTES) {
            throw new IllegalArgumentException(what + " holds 1 to " + BatchKey.MAX_ID_BYTES + " bytes");
        }
    }
}
