package io.rowcall.result;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.OneLine;
import io.rowcall.ledger.Ledger;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.ResultMapper.Unsent;
import io.rowcall.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes results that their worker committed and then could not send. Any number of workers may run it: each takes
 * a lease on what it will send, by the database's clock. That a listener sends the same result at the same time does no
 * harm: same id, same bytes.
 */
@Component
class ResultRelay {

    private static final Logger log = LoggerFactory.getLogger(ResultRelay.class);
    private static final int AT_ONCE = 100;
    private static final int LEASE_SECONDS = 120;

    private final ResultMapper mapper;
    private final Outbox outbox;
    private final Ledger ledger;
    private final ResultPublisher publisher;
    private final ResultProperties properties;
    private final TransactionTemplate transaction;

    ResultRelay(
            ResultMapper mapper,
            Outbox outbox,
            Ledger ledger,
            ResultPublisher publisher,
            ResultProperties properties,
            PlatformTransactionManager transactions) {
        this.mapper = mapper;
        this.outbox = outbox;
        this.ledger = ledger;
        this.publisher = publisher;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(fixedDelayString = "${rowcall.result.relay-interval:5s}")
    void relay() {
        try {
            List<Unsent> leased = lease();
            while (!leased.isEmpty() && publish(leased)) {
                leased = lease();
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Unsent results wait: the database does not answer ({})", OneLine.of(e.getMessage()));
        }
    }

    private List<Unsent> lease() {
        List<Unsent> leased = transaction.execute(status -> {
            List<Unsent> unsent =
                    mapper.lockUnsent((int) properties.relayAfter().toSeconds(), AT_ONCE);
            if (!unsent.isEmpty()) {
                List<BatchKey> keys = unsent.stream().map(ResultRelay::key).toList();
                mapper.lease(outbox.joined(new Sql().add("UPDATE "), keys)
                        .add(" SET o.leased_until = UTC_TIMESTAMP(3) + INTERVAL " + LEASE_SECONDS + " SECOND"));
            }
            return unsent;
        });
        return leased == null ? List.of() : leased;
    }

    /** Whether all could be sent. */
    private boolean publish(List<Unsent> unsent) {
        Map<String, List<Unsent>> byTarget = new LinkedHashMap<>();
        unsent.forEach(one ->
                byTarget.computeIfAbsent(one.target(), t -> new ArrayList<>()).add(one));
        boolean all = true;
        for (List<Unsent> ofTarget : byTarget.values()) {
            all &= publishOfOneTarget(ofTarget);
        }
        return all;
    }

    private boolean publishOfOneTarget(List<Unsent> unsent) {
        Map<BatchKey, LedgerEntry> entries =
                ledger.find(unsent.stream().map(ResultRelay::key).toList());
        List<BatchKey> keys = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (Unsent one : unsent) {
            LedgerEntry entry = entries.get(key(one));
            if (entry == null) {
                log.error(
                        "rowcall_outbox names {}, which the ledger does not know; there is nothing to send", key(one));
                outbox.sent(List.of(key(one)));
            } else {
                keys.add(entry.key());
                answers.add(new Answer.Repeated(entry, one.correlationId()));
            }
        }
        List<@Nullable String> problems = publisher.publish(answers, () -> {});
        List<BatchKey> sent = new ArrayList<>();
        @Nullable String problem = null;
        for (int i = 0; i < keys.size(); i++) {
            if (problems.get(i) == null) {
                sent.add(keys.get(i));
            } else {
                problem = problems.get(i);
            }
        }
        outbox.sent(sent);
        log.info("Published {} results that had stayed unsent", sent.size());
        if (problem != null) {
            log.warn("{} results stay unsent and are tried again: {}", keys.size() - sent.size(), problem);
        }
        return problem == null;
    }

    private static BatchKey key(Unsent unsent) {
        return new BatchKey(unsent.target(), new String(unsent.batchId(), StandardCharsets.UTF_8));
    }
}
