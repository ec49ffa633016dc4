package io.rowcall.decode;

import io.rowcall.batch.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a batch, which can be read any number of times from the start.
 *
 * @param bytes plain or gzip, and not to be changed
 * @param skip how many of the inflated bytes are a byte order mark
 */
record Body(byte[] bytes, boolean gzip, int skip) {

    /** The body of a message, before anything is known of it but its encoding. */
    static Body of(Envelope envelope) {
        return new Body(envelope.body(), isGzip(envelope.contentEncoding()), 0);
    }

    private static boolean isGzip(@Nullable String contentEncoding) {
        return switch (contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            // Spring AMQP's JSON converters write the charset here, where AMQP means gzip and the like.
            case "", "identity", "utf-8" -> false;
            case "gzip" -> true;
            default ->
                throw new RefusedException(
                        RefusalCode.UNSUPPORTED_CONTENT_TYPE,
                        "content_encoding is " + Excerpt.quoted(String.valueOf(contentEncoding))
                                + "; compress the body with gzip, or send it as it is and leave content_encoding out");
        };
    }

    Body skipping(int byteOrderMark) {
        return new Body(bytes, gzip, byteOrderMark);
    }

    /** The inflated bytes. Fails with a {@link java.util.zip.ZipException} in words where they can't be inflated. */
    InputStream open() {
        InputStream in = gzip ? new Gunzip(bytes) : new ByteArrayInputStream(bytes);
        try {
            in.skipNBytes(skip);
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
