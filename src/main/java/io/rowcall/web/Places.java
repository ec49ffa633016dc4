package io.rowcall.web;

import io.rowcall.batch.BatchKey;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Addresses of batches. */
final class Places {

    /** Ids that may stand in a path as they are; servers and proxies differ about everything else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_~:@=+,-][A-Za-z0-9._~:@=+,-]*");

    /** Where a batch's outcome is told. */
    static URI of(BatchKey key) {
        String batches = "/batches/" + key.target();
        return URI.create(
                PLAIN.matcher(key.batchId()).matches()
                        ? batches + "/" + key.batchId()
                        : batches + "?id=" + URLEncoder.encode(key.batchId(), StandardCharsets.UTF_8));
    }

    private Places() {}
}
