package io.rowcall.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings {@code rowcall.web.*}.
 *
 * @param calls batchInsert calls that may wait at once; well below the server's threads, so that a slow database leaves
 *     some for health and for refusing
 * @param bodyBytes bodies of those calls that may be in memory at once; an eighth of the heap where not given
 * @param defaultWait how long a call waits for its batch's outcome where it doesn't say
 * @param longestWait how long it may ask to wait
 */
@ConfigurationProperties("rowcall.web")
record WebProperties(
        @DefaultValue("32") int calls,
        @Nullable DataSize bodyBytes,
        @DefaultValue("10s") Duration defaultWait,
        @DefaultValue("60s") Duration longestWait) {

    WebProperties {
        if (calls < 1) {
            throw new IllegalArgumentException("rowcall.web.calls is " + calls + "; it takes 1 or more");
        }
        if (bodyBytes != null && bodyBytes.toBytes() < 1) {
            throw new IllegalArgumentException("rowcall.web.body-bytes is " + bodyBytes + "; it takes 1B or more");
        }
        if (defaultWait.isNegative() || defaultWait.compareTo(longestWait) > 0) {
            throw new IllegalArgumentException("rowcall.web.default-wait is " + defaultWait + " and longest-wait is "
                    + longestWait + "; they take 0s or more, the second no less than the first");
        }
    }

    long bodyLimit() {
        return bodyBytes != null ? bodyBytes.toBytes() : Runtime.getRuntime().maxMemory() / 8;
    }
}
