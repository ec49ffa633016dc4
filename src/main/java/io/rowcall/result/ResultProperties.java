package io.rowcall.result;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code rowcall.result.*}.
 *
 * @param confirmTimeout how long a result may stay unconfirmed before its batch goes back to the queue; a quorum queue
 *     that changes its leader takes up to 15 s
 * @param relayAfter how long the worker that applied a batch has for publishing its result before another one does
 */
@ConfigurationProperties("rowcall.result")
record ResultProperties(
        @DefaultValue("30s") Duration confirmTimeout,
        @DefaultValue("30s") Duration relayAfter) {

    ResultProperties {
        if (confirmTimeout.toMillis() < 1_000) {
            throw new IllegalArgumentException(
                    "rowcall.result.confirm-timeout is " + confirmTimeout + "; it takes 1s or more");
        }
        if (relayAfter.toSeconds() < 1) {
            throw new IllegalArgumentException("rowcall.result.relay-after is " + relayAfter + "; it takes 1s or more");
        }
    }
}
