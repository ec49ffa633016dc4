package io.rowcall.web;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Target;
import io.rowcall.batch.Wire;
import io.rowcall.decode.BatchDecoder;
import io.rowcall.decode.BatchDecoder.Decoded;
import io.rowcall.decode.Envelope;
import io.rowcall.publish.OutgoingBatch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Reads a batch as the worker will, so that a caller is told at once what can never be applied, and that its outcome can
 * be told from that of other content under the same id. What is refused here is never published.
 */
@Component
class Doorman {

    /**
     * The content's hash, by which its outcome will be known. One call after the other: as rows a body takes many times
     * its size.
     */
    synchronized ContentHash admit(OutgoingBatch batch, Target target, HttpServletRequest request) {
        BatchKey key = batch.key();
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw refused(
                    key,
                    RefusalCode.UNSUPPORTED_CONTENT_TYPE,
                    "this call takes its body as it is; send it without Content-Encoding");
        }
        Map<String, @Nullable Object> headers = new HashMap<>();
        if (batch.onDuplicate() != null) {
            headers.put(Wire.HEADER_ON_DUPLICATE, batch.onDuplicate().word());
        }
        Envelope envelope =
                new Envelope(key.target(), key.batchId(), request.getContentType(), null, null, headers, batch.body());
        return switch (BatchDecoder.decode(envelope, target)) {
            case Decoded.Accepted accepted -> {
                requireArray(batch);
                yield accepted.batch().hash();
            }
            case Decoded.Refused refused -> throw Problem.refused(key, refused.refusal());
        };
    }

    /** Columns and rows apart would leave it open what a row as sent is. */
    private static void requireArray(OutgoingBatch batch) {
        if (!RowSlices.isArray(batch.body())) {
            throw refused(
                    batch.key(),
                    RefusalCode.MALFORMED,
                    "the body is a JSON object; this call takes an array of rows, [{…},{…}]");
        }
    }

    private static Problem refused(BatchKey key, RefusalCode code, String message) {
        return Problem.refused(key, new Refusal(code, message));
    }
}
