package io.rowcall.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code rowcall.ledger.*}.
 *
 * @param retention how long it is remembered that a batch was applied; sent again later, it is applied again
 * @param lockWait how long a statement waits for rows that another transaction holds, once its group was started again
 *     for them (the first time it waits for a second); must stay well below the driver's socket timeout, which takes the
 *     link for dead
 */
@ConfigurationProperties("rowcall.ledger")
record LedgerProperties(
        @DefaultValue("30d") Duration retention,
        @DefaultValue("5s") Duration lockWait) {

    LedgerProperties {
        if (retention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("rowcall.ledger.retention is " + retention + "; it takes 1h or more");
        }
        if (lockWait.toSeconds() < 1 || lockWait.toSeconds() > 50) {
            throw new IllegalArgumentException("rowcall.ledger.lock-wait is " + lockWait + "; it takes 1s to 50s");
        }
    }
}
