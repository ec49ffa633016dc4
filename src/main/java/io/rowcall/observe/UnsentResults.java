package io.rowcall.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rowcall.batch.Trace;
import io.rowcall.result.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * {@code rowcall.results.unsent}: results committed and not known to be sent, of all workers. Asked for from time to time,
 * so that whoever reads metrics never waits for the database; NaN while that does not answer.
 */
@Component
class UnsentResults {

    private static final Logger log = LoggerFactory.getLogger(UnsentResults.class);

    private final Outbox outbox;
    private volatile double unsent = Double.NaN;

    UnsentResults(Outbox outbox, MeterRegistry registry) {
        this.outbox = outbox;
        Gauge.builder("rowcall.results.unsent", this, it -> it.unsent)
                .description("Results not known to be sent, of all workers")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "${rowcall.observe.unsent-interval:10s}")
    void count() {
        try {
            unsent = outbox.unsent();
        } catch (DataAccessException | TransactionException e) {
            unsent = Double.NaN;
            log.debug("Unsent results can't be counted now", Trace.of(e));
        }
    }
}
