package io.rowcall.deadletter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a dead letter for somebody to read.
 *
 * @param bytes its start, not to be changed; inflated where it was gzip
 * @param inflated whether it was
 * @param whole whether that is all of it
 * @param damage why it can't be inflated to its end; null where nothing is wrong
 */
public record Body(
        byte[] bytes,
        boolean inflated,
        boolean whole,
        @Nullable String damage) {

    /** Takes no more memory than {@code most}, however far the body would inflate. */
    static Body of(byte[] sent, @Nullable String contentEncoding, int most) {
        String encoding = contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT);
        boolean gzip = encoding.equals("gzip");
        ByteArrayOutputStream start = new ByteArrayOutputStream(Math.min(most, Math.max(sent.length, 16)));
        try (InputStream in =
                gzip ? new GZIPInputStream(new ByteArrayInputStream(sent)) : new ByteArrayInputStream(sent)) {
            byte[] some = new byte[Math.min(most, 8 << 10)];
            int read = 0;
            while (start.size() < most && (read = in.read(some, 0, Math.min(some.length, most - start.size()))) > 0) {
                start.write(some, 0, read);
            }
            return new Body(start.toByteArray(), gzip, read < 0 || in.read() < 0, null);
        } catch (IOException e) {
            return new Body(start.toByteArray(), true, false, "it can't be inflated further: " + e.getMessage());
        }
    }

    /** The bytes as text; empty where they are no UTF-8. A character that the end cuts through is left out. */
    public Optional<String> text() {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, whole);
        return result.isError() ? Optional.empty() : Optional.of(text.flip().toString());
    }
}
