package io.rowcall.web;

import com.github.f4b6a3.uuid.UuidCreator;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What a batchInsert call asks for besides its rows. As with the headers of a batch, what isn't understood is refused and
 * never ignored.
 *
 * @param policy null for the target's default
 * @param patience how long the caller waits for the outcome
 */
record InsertOptions(BatchKey key, @Nullable DuplicatePolicy policy, Duration patience) {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final String WAIT = "wait";
    private static final String ON_DUPLICATE = "onDuplicate";
    private static final String DRY_RUN = "dryRun";

    /** Goes back to the caller in headers and addresses: nothing that needs care there. */
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1," + BatchKey.MAX_ID_BYTES + "}");

    static InsertOptions of(HttpServletRequest request, Target target, WebProperties properties) {
        requireKnown(request.getParameterMap());
        if (!"false".equals(or(request.getParameter(DRY_RUN), "false"))) {
            throw Problem.badParameter(
                    "dryRun is not for this call, since a dry run leaves nothing to be looked up; publish the batch with header rowcall-dry-run instead");
        }
        return new InsertOptions(
                new BatchKey(target.name(), batchId(request.getHeader(IDEMPOTENCY_KEY))),
                policy(request.getParameter(ON_DUPLICATE), target),
                wait(request.getParameter(WAIT), properties));
    }

    private static void requireKnown(Map<String, String[]> parameters) {
        boolean known = Set.of(WAIT, ON_DUPLICATE, DRY_RUN).containsAll(parameters.keySet());
        if (!known || parameters.values().stream().anyMatch(values -> values.length > 1)) {
            throw Problem.badParameter(
                    "this call takes wait and onDuplicate, each once, and no other parameter; leave the others out");
        }
    }

    /** Quotation marks, in which some clients put the key, are not part of it. Without a key the batch gets a new id. */
    private static String batchId(@Nullable String header) {
        if (header == null) {
            return UuidCreator.getTimeOrderedEpoch().toString();
        }
        boolean quoted = header.length() > 2 && header.startsWith("\"") && header.endsWith("\"");
        String key = quoted ? header.substring(1, header.length() - 1) : header;
        if (!ID.matcher(key).matches()) {
            throw Problem.badParameter(
                    "header " + IDEMPOTENCY_KEY + " takes 1 to " + BatchKey.MAX_ID_BYTES
                            + " visible ASCII characters, the same whenever the same call is repeated; leave it out for a new batch");
        }
        return key;
    }

    private static @Nullable DuplicatePolicy policy(@Nullable String word, Target target) {
        if (word == null) {
            return null;
        }
        return DuplicatePolicy.of(word)
                .filter(target.allowed()::contains)
                .orElseThrow(() -> Problem.badParameter("onDuplicate is not what this target allows; it allows "
                        + target.allowed().stream()
                                .sorted()
                                .map(DuplicatePolicy::word)
                                .collect(Collectors.joining(", "))));
    }

    private static Duration wait(@Nullable String text, WebProperties properties) {
        if (text == null) {
            return properties.defaultWait();
        }
        try {
            Duration wait = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
            if (!wait.isNegative() && wait.compareTo(properties.longestWait()) <= 0) {
                return wait;
            }
        } catch (IllegalArgumentException e) {
            // The same words say what it takes.
        }
        throw Problem.badParameter("wait takes a time such as 10s or 500ms, up to "
                + properties.longestWait().toSeconds() + "s");
    }

    private static String or(@Nullable String text, String fallback) {
        return text == null ? fallback : text;
    }
}
