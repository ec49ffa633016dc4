package io.rowcall.decode;

import io.rowcall.batch.Batch;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Target;
import java.nio.charset.StandardCharsets;

/**
 * Reads delivered messages as batches. Whatever a producer sends ends in one of the two {@link Decoded} outcomes;
 * nothing is thrown for it. Doesn't block, and is safe for use by several threads.
 *
 * <p>Bodies to 4 MiB, inflated, are decoded whole. Larger ones are read through once, so that all that can be wrong with
 * them is known, and then decoded row by row for whoever iterates the batch's rows; so are those that would become many
 * times larger as rows.
 */
public final class BatchDecoder {

    /** What became of a message. */
    public sealed interface Decoded {

        /** A batch that can be applied. */
        record Accepted(Batch batch) implements Decoded {}

        /**
         * A message that can never be applied.
         *
         * @param hash the batch's content hash, or where it didn't come to that (no id, a wrong header, content type or
         *     encoding, a body that can't be inflated within the limits) a hash of the body as delivered
         */
        record Refused(Refusal refusal, ContentHash hash) implements Decoded {}
    }

    /** Decodes a message for the target whose queue it came from. */
    public static Decoded decode(Envelope envelope, Target target) {
        BatchKey key;
        Instructions instructions;
        BodyFormat format;
        Scan scan;
        try {
            key = key(envelope, target);
            instructions = Instructions.of(envelope.headers(), target);
            format = BodyFormat.of(envelope.contentType());
            scan = Scan.of(Body.of(envelope), Fingerprint.of(format, instructions), target);
        } catch (RefusedException e) {
            return new Decoded.Refused(e.refusal(), Fingerprint.ofUnread(envelope.body()));
        }
        try {
            scan.requireText();
            DecodedRows rows = DecodedRows.read(format, scan, target);
            return new Decoded.Accepted(new Batch(
                    key,
                    scan.hash(),
                    instructions.policy(),
                    instructions.dryRun(),
                    instructions.part(),
                    envelope.correlationId(),
                    rows.count(),
                    rows.rows(),
                    scan.bytes()));
        } catch (RefusedException e) {
            return new Decoded.Refused(e.refusal(), scan.hash());
        }
    }

    private static BatchKey key(Envelope envelope, Target target) {
        String id = envelope.messageId();
        int bytes = id == null ? 0 : id.getBytes(StandardCharsets.UTF_8).length;
        if (id == null || bytes == 0 || bytes > BatchKey.MAX_ID_BYTES) {
            throw new RefusedException(
                    RefusalCode.BATCH_ID_MISSING,
                    Words.of(
                            "the message has %s; give it a message_id of 1 to %d bytes, the same whenever the same batch is sent again",
                            bytes == 0 ? "no message_id" : Words.of("a message_id of %,d bytes", bytes),
                            BatchKey.MAX_ID_BYTES));
        }
        return new BatchKey(target.name(), id);
    }

    private BatchDecoder() {}
}
