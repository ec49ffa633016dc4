package io.rowcall.decode;

import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What one look at all bytes of a body tells, before anything reads them as rows: that it can be inflated within the
 * limits, its hash, and whether it is UTF-8. No parser after this meets a broken stream or a broken character.
 *
 * @param delivered the body as it came, ready to be read
 * @param inflated the same, inflated in memory where it is small enough
 * @param bytes size of the inflated body
 * @param notText why it can't be UTF-8, if it can't
 */
record Scan(
        Body delivered,
        Body inflated,
        long bytes,
        ContentHash hash,
        @Nullable String notText) {

    /** Bodies to this size, inflated, are decoded once and kept; larger ones are decoded anew for each reading. */
    static final int KEPT_BYTES = 4 << 20;

    /** Rows seldom compress 20:1; deflate itself ends at about 1,030:1. */
    static final int MAX_RATIO = 100;

    /** So much may come out of however little: a thousand equal rows are no attack. */
    static final int RATIO_FREE_BYTES = 1 << 20;

    static Scan of(Body body, Fingerprint fingerprint, Target target) {
        Utf8Check utf8 = new Utf8Check();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 14];
        long bytes = 0;
        try (InputStream in = body.open()) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                bytes += read;
                requireWithin(target, body, bytes);
                fingerprint.add(block, read);
                utf8.add(block, read);
                if (body.gzip() && bytes <= KEPT_BYTES) {
                    kept.write(block, 0, read);
                }
            }
        } catch (ZipException e) {
            throw RefusedException.malformed(e.getMessage() + "; nothing of it was read, send it again whole");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] start = body.gzip() ? kept.toByteArray() : body.bytes();
        Body delivered = body.skipping(ByteOrderMark.lengthIn(start));
        Body inflated = bytes <= KEPT_BYTES ? new Body(start, false, delivered.skip()) : delivered;
        return new Scan(delivered, inflated, bytes, fingerprint.finish(), notText(start, utf8.firstBad()));
    }

    private static void requireWithin(Target target, Body body, long bytes) {
        if (bytes > target.limits().bytes()) {
            throw RefusedException.tooLarge(Words.of(
                    "the body holds more than %,d bytes%s, the limit of target %s; send its rows in several batches",
                    target.limits().bytes(), body.gzip() ? " inflated" : "", target.name()));
        }
        if (body.gzip() && bytes > RATIO_FREE_BYTES && bytes > (long) MAX_RATIO * body.bytes().length) {
            throw RefusedException.tooLarge(Words.of(
                    "the body's %,d bytes inflate to more than %d times as much, the limit above %,d bytes; send it without compression, or its rows in several batches",
                    body.bytes().length, MAX_RATIO, RATIO_FREE_BYTES));
        }
    }

    private static @Nullable String notText(byte[] start, long firstBad) {
        String other = ByteOrderMark.otherEncoding(start);
        if (other != null) {
            return "the body looks like " + other + "; encode it in UTF-8";
        }
        return firstBad < 0
                ? null
                : Words.of(
                        "the body isn't UTF-8: its byte %,d (counted from 0) can't stand there; encode it in UTF-8",
                        firstBad);
    }

    /** Refuses what is no text. */
    void requireText() {
        if (notText != null) {
            throw RefusedException.malformed(notText);
        }
    }
}
