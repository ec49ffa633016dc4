package io.rowcall.web;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * An answer that isn't the one asked for, as RFC 9457 problem details with a stable {@code code}. The codes of refusals
 * are those of the queue; the others are named here.
 */
final class Problem extends ErrorResponseException {

    static final String CODE = "code";

    private static final String UNKNOWN_TARGET = "UNKNOWN_TARGET";
    private static final String UNKNOWN_BATCH = "UNKNOWN_BATCH";
    private static final String BAD_PARAMETER = "BAD_PARAMETER";
    private static final String BUSY = "BUSY";
    private static final String UNAVAILABLE = "UNAVAILABLE";

    private static final String SOON = "1";
    private static final String LATER = "5";

    private Problem(HttpStatus status, String code, String detail) {
        this(status, code, detail, null);
    }

    private Problem(HttpStatus status, String code, String detail, @Nullable Throwable cause) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
        getBody().setProperty(CODE, code);
    }

    private Problem about(BatchKey key) {
        getBody().setProperty("target", key.target());
        getBody().setProperty("batchId", key.batchId());
        return this;
    }

    private Problem retryAfter(String seconds) {
        getHeaders().set(HttpHeaders.RETRY_AFTER, seconds);
        return this;
    }

    /** The batch can never be applied. */
    static Problem refused(BatchKey key, Refusal refusal) {
        return new Problem(status(refusal.code()), refusal.code().name(), refusal.message()).about(key);
    }

    private static HttpStatus status(RefusalCode code) {
        return switch (code) {
            case MALFORMED, UNSUPPORTED_HEADER, BATCH_ID_MISSING -> HttpStatus.BAD_REQUEST;
            case UNSUPPORTED_CONTENT_TYPE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case BATCH_ID_REUSED, CANCELLED -> HttpStatus.CONFLICT;
            case POISON -> HttpStatus.INTERNAL_SERVER_ERROR;
            case DROPPED -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    static Problem unknownTarget() {
        return new Problem(
                HttpStatus.NOT_FOUND, UNKNOWN_TARGET, "there is no target of this name; check how it is spelt");
    }

    static Problem unknownBatch(BatchKey key) {
        return new Problem(
                        HttpStatus.NOT_FOUND,
                        UNKNOWN_BATCH,
                        "no batch with this id was applied or refused so far, or too long ago to be remembered")
                .about(key);
    }

    static Problem badParameter(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, BAD_PARAMETER, detail);
    }

    /** Nothing was sent; the call can be made again as it is. */
    static Problem busy(BatchKey key, String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, BUSY, detail)
                .about(key)
                .retryAfter(SOON);
    }

    static Problem databaseUnavailable(Throwable cause) {
        return new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        UNAVAILABLE,
                        "the database does not answer at the moment; repeat the call later",
                        cause)
                .retryAfter(LATER);
    }

    /** Nothing was sent, because it could not be looked up whether it had been before. */
    static Problem notSent(BatchKey key, Throwable cause) {
        return databaseUnavailable(cause).about(key);
    }

    /** What became of the batch isn't known. */
    static Problem unavailable(BatchKey key, String why) {
        return new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        UNAVAILABLE,
                        "it is not known whether the batch will be applied: " + why
                                + ". Repeat the call with this batchId as Idempotency-Key; it is applied once")
                .about(key)
                .retryAfter(LATER);
    }
}
