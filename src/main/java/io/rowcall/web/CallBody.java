package io.rowcall.web;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * The body of a call, whole in memory since it becomes one message, and accounted for in a {@link Room} from its first
 * byte until both the call and its publish are over.
 */
final class CallBody implements AutoCloseable {

    private static final int FIRST_BYTES = 1 << 16;

    private final Room room;
    private byte[] bytes = new byte[0];
    private CompletableFuture<?> publish = CompletableFuture.completedFuture(null);

    private CallBody(Room room) {
        this.room = room;
    }

    /**
     * Reads a body. Blocks for the caller.
     *
     * @param announced its length, or -1 where the caller doesn't say
     * @param limit the most bytes that are taken
     */
    static CallBody read(InputStream in, long announced, long limit, Room room, BatchKey key) throws IOException {
        if (announced > limit) {
            throw tooLarge(limit, key);
        }
        CallBody body = new CallBody(room);
        try {
            body.fill(in, announced, limit, key);
            return body;
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private void fill(InputStream in, long announced, long limit, BatchKey key) throws IOException {
        grow(announced >= 0 ? announced : Math.min(FIRST_BYTES, limit), key);
        int length = 0;
        while (true) {
            int read = in.readNBytes(bytes, length, bytes.length - length);
            length += read;
            if (length < bytes.length) {
                break;
            }
            int next = in.read();
            if (next < 0) {
                break;
            }
            if (length >= limit) {
                throw tooLarge(limit, key);
            }
            grow(Math.min(limit, Math.max(FIRST_BYTES, 2L * length)), key);
            bytes[length++] = (byte) next;
        }
        if (length < bytes.length) {
            room.give(bytes.length - length);
            bytes = Arrays.copyOf(bytes, length);
        }
    }

    private void grow(long size, BatchKey key) {
        if (!room.take(size - bytes.length)) {
            throw Problem.busy(
                    key,
                    "the bodies of other calls take all the room that there is; nothing was sent, repeat the call");
        }
        bytes = Arrays.copyOf(bytes, Math.toIntExact(size));
    }

    private static Problem tooLarge(long limit, BatchKey key) {
        return Problem.refused(
                key,
                new Refusal(
                        RefusalCode.TOO_LARGE,
                        String.format(
                                Locale.ROOT,
                                "the body holds more than %,d bytes, the limit of one call for this target; send its rows in several batches",
                                limit)));
    }

    /** Not a copy. */
    byte[] bytes() {
        return bytes;
    }

    /** The publisher holds the bytes until this is done. */
    void heldUntil(CompletableFuture<?> published) {
        publish = published;
    }

    /** The call is over. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done after it
    public void close() {
        int size = bytes.length;
        publish.whenComplete((outcome, failure) -> room.give(size));
    }
}
