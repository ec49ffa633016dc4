package io.rowcall.web;

import io.rowcall.batch.OneLine;
import io.rowcall.batch.Trace;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Makes a problem of whatever goes wrong in a call, and lets out nothing of how it went wrong. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    @Nullable
    ResponseEntity<Object> databaseUnavailable(RuntimeException e, WebRequest request, HttpServletResponse response) {
        Problem problem = Problem.databaseUnavailable(e);
        return notBegun(response, e)
                .handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** The log is told why; the caller can do nothing with it. */
    @Override
    protected @Nullable ResponseEntity<Object> handleErrorResponseException(
            ErrorResponseException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (e.getCause() != null) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(e.getCause());
            log.warn("A call is answered {}: {}", status.value(), OneLine.of(cause.getMessage()));
        }
        return super.handleErrorResponseException(e, headers, status, request);
    }

    @ExceptionHandler(RuntimeException.class)
    @Nullable
    ResponseEntity<Object> own(RuntimeException e, WebRequest request, HttpServletResponse response) {
        log.error("A call met an error of Rowcall's own", Trace.of(e));
        ProblemDetail body = ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Rowcall met an error of its own; tell those who run it, who find more in its log");
        return notBegun(response, e)
                .handleExceptionInternal(e, body, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
    }

    /** An answer that has begun can't become a problem: it must end as broken, so that nobody takes it for whole. */
    private Problems notBegun(HttpServletResponse response, RuntimeException e) {
        if (response.isCommitted()) {
            throw e;
        }
        return this;
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        e.getBody().setDetail("this call takes JSON in UTF-8; send it with Content-Type application/json");
        return super.handleHttpMediaTypeNotSupported(e, headers, status, request);
    }

    /** Every problem has a code; one that Spring made gets the name of its status. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey(Problem.CODE))) {
            problem.setProperty(Problem.CODE, codeOf(status));
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    static String codeOf(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        if (known == HttpStatus.UNSUPPORTED_MEDIA_TYPE) {
            return "UNSUPPORTED_CONTENT_TYPE";
        }
        return known == null ? "HTTP_" + status.value() : known.name();
    }
}
