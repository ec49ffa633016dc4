package io.rowcall.result;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Trace;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.ledger.TargetIds;
import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlLanguage;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Remembers, in the transaction that applied a batch, that its result is still to be sent. The result itself is not
 * stored: ledger entry and failure pages determine its bytes.
 *
 * <p>What was sent is taken out lazily, with the next transaction of this worker or after 100 to 200 ms, so that no batch
 * waits for a second commit, and a busy worker makes none. A crash before that repeats the result, which is allowed.
 */
@Component
public class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private final ResultMapper mapper;
    private final TargetIds targetIds;
    private final Steps steps;
    private final Queue<BatchKey> sent = new ConcurrentLinkedQueue<>();

    /**
     * What a transaction of this worker takes out right now. A batch that came twice is sent twice, and the second one must
     * not make its transaction wait for the first.
     */
    private final Set<BatchKey> leaving = ConcurrentHashMap.newKeySet();

    /** Whether something has been waiting here for a while, and no transaction has come to take it along. */
    private volatile boolean waited;

    Outbox(ResultMapper mapper, TargetIds targetIds, Steps steps) {
        this.mapper = mapper;
        this.targetIds = targetIds;
        this.steps = steps;
    }

    /** Adds answers of batches that this transaction applies, with their failed rows, and takes out what was sent. */
    public void record(List<Answer.Applied> answers) {
        forgetWithThisTransaction();
        if (answers.isEmpty()) {
            return;
        }
        Sql outbox =
                new Sql().add("INSERT INTO rowcall_outbox (target_id, batch_id, correlation_id, committed_at) VALUES ");
        String comma = "";
        for (Answer.Applied answer : answers) {
            LedgerEntry entry = answer.entry();
            byte[] batchId = SqlLanguage.bytes(entry.key().batchId());
            int targetId = targetIds.of(entry.key().target());
            outbox.add(comma + "(")
                    .literal(targetId)
                    .add(", ")
                    .literal(batchId)
                    .add(", ")
                    .literal(answer.correlationId())
                    // The statement's time, not the transaction's: a long group's results are not stale when they
                    // commit.
                    .add(", UTC_TIMESTAMP(3))");
            comma = ", ";
            int page = 1;
            for (byte[] failures : answer.failurePages()) {
                // One statement a page: each may be as large as a packet should be.
                mapper.addFailures(new Sql()
                        .add("INSERT INTO rowcall_failure (target_id, batch_id, page, failures) VALUES ")
                        .row(targetId, batchId, page++, failures));
            }
        }
        mapper.addUnsent(outbox);
    }

    private void forgetWithThisTransaction() {
        List<BatchKey> keys = drain();
        if (keys.isEmpty()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    forgotten(keys);
                } else {
                    notForgotten(keys);
                }
            }
        });
        delete(keys);
    }

    /** The results of these batches are confirmed. Returns at once. */
    public void sent(Collection<BatchKey> keys) {
        sent.addAll(keys);
    }

    @Scheduled(fixedDelay = 100)
    void forget() {
        if (waited) {
            forgetNow();
        } else {
            waited = !sent.isEmpty();
        }
    }

    /** At the end too, or each stop of a worker would make the relay of another repeat its last results. */
    @PreDestroy
    void forgetNow() {
        List<BatchKey> keys = drain();
        if (keys.isEmpty()) {
            return;
        }
        boolean deleted = false;
        try {
            delete(keys);
            deleted = true;
        } catch (DataAccessException | TransactionException e) {
            log.debug("Sent results stay in rowcall_outbox until the database answers again", Trace.of(e));
        } finally {
            // Whatever was thrown: a key that leaves and never comes back would be taken for gone ever after.
            if (deleted) {
                forgotten(keys);
            } else {
                notForgotten(keys);
            }
        }
    }

    private void forgotten(List<BatchKey> keys) {
        keys.forEach(leaving::remove);
        keys.stream().map(BatchKey::target).distinct().forEach(target -> steps.reached(Step.FORGOTTEN, target));
    }

    private void notForgotten(List<BatchKey> keys) {
        // In this order: a transaction that meets them as sent while they still leave takes them for gone.
        keys.forEach(leaving::remove);
        sent.addAll(keys);
    }

    private List<BatchKey> drain() {
        waited = false;
        List<BatchKey> keys = new ArrayList<>();
        for (BatchKey key = sent.poll(); key != null; key = sent.poll()) {
            if (leaving.add(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void delete(List<BatchKey> keys) {
        mapper.delete(joined(new Sql().add("DELETE o FROM "), keys));
    }

    /**
     * Adds a join that names these rows of the outbox {@code o}, to be looked up one by one. Where a list {@code IN (…)} is
     * longer than MySQL thinks that the table is, it reads the whole table instead, and waits for the rows of all other
     * transactions at work.
     */
    Sql joined(Sql sql, List<BatchKey> keys) {
        sql.add("(VALUES ");
        String comma = "ROW";
        for (BatchKey key : keys) {
            sql.add(comma).literals(targetIds.of(key.target()), SqlLanguage.bytes(key.batchId()));
            comma = ", ROW";
        }
        return sql.add(") AS wanted (target_id, batch_id) STRAIGHT_JOIN rowcall_outbox o"
                + " ON o.target_id = wanted.target_id AND o.batch_id = wanted.batch_id");
    }

    /** How many results are not known to be sent. Blocks for the database. */
    public long unsent() {
        return mapper.unsent();
    }
}
