package io.rowcall.batch;

import java.nio.charset.StandardCharsets;

/**
 * What makes a batch the same batch: its target and its id, the AMQP {@code message_id}. Ids are compared byte by byte;
 * {@code a}, {@code A} and {@code a } are three ids.
 *
 * @param target name of a configured target
 * @param batchId 1 to {@value #MAX_ID_BYTES} bytes of UTF-8
 */
public record BatchKey(String target, String batchId) implements Comparable<BatchKey> {

    /** An AMQP 0-9-1 short string, which is what {@code message_id} is, holds 255 bytes. */
    public static final int MAX_ID_BYTES = 255;

    public BatchKey {
        if (batchId.isEmpty() || batchId.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
            throw new IllegalArgumentException("a batch id holds 1 to " + MAX_ID_BYTES + " bytes");
        }
    }

    /** The order in which ids are claimed, the same in every worker, so that two groups never wait for each other. */
    @Override
    public int compareTo(BatchKey other) {
        int byTarget = target.compareTo(other.target);
        return byTarget != 0 ? byTarget : batchId.compareTo(other.batchId);
    }

    /** For logs: on one line, whatever the id holds. */
    @Override
    public String toString() {
        return target + "/" + OneLine.of(batchId);
    }
}
