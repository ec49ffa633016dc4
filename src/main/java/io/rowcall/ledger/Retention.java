package io.rowcall.ledger;

import io.rowcall.batch.OneLine;
import io.rowcall.ledger.RetentionMapper.Aged;
import io.rowcall.sql.Sql;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets batches that were applied, or refused, longer ago than {@code rowcall.ledger.retention}. Walks along the
 * primary keys in small chunks, each its own transaction, so that it never holds many rows or needs a further index,
 * which every claim would have to pay for. What is not yet answered stays. Any number of workers may run it at once.
 */
@Component
class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private static final int CHUNK = 1_000;
    private static final byte[] START = {};

    private final RetentionMapper mapper;
    private final long seconds;
    private final TransactionTemplate transaction;

    Retention(RetentionMapper mapper, LedgerProperties properties, PlatformTransactionManager transactions) {
        this.mapper = mapper;
        this.seconds = properties.retention().toSeconds();
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(
            initialDelayString = "${rowcall.ledger.retention-interval:1h}",
            fixedDelayString = "${rowcall.ledger.retention-interval:1h}")
    void forget() {
        try {
            int batches = 0;
            for (int target : mapper.targets()) {
                batches += forgetBatches(target);
            }
            int refusals = forgetRefusals();
            // Few: batches that were taken out of their queue before anything was answered.
            mapper.deleteAttempts(seconds, CHUNK);
            if (batches + refusals > 0) {
                log.info("Forgot {} batches and {} refusals that are older than retention", batches, refusals);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Old batches stay in the ledger until the next look: {}", OneLine.of(e.getMessage()));
        }
    }

    private int forgetBatches(int target) {
        int forgotten = 0;
        byte[] after = START;
        List<Aged> chunk;
        do {
            chunk = mapper.batches(target, after, seconds, CHUNK);
            List<byte[]> old = old(chunk);
            if (!old.isEmpty()) {
                forgotten += forgetBatches(target, old);
            }
            after = chunk.isEmpty() ? after : chunk.getLast().id();
        } while (chunk.size() == CHUNK);
        return forgotten;
    }

    /** Looks again under a lock: another worker may be at it, or may have forgotten and applied a batch anew. */
    private int forgetBatches(int target, List<byte[]> ids) {
        Integer forgotten = transaction.execute(status -> {
            List<byte[]> still = mapper.lock(ids(new Sql().add("SELECT b.batch_id FROM rowcall_batch b"), target, ids)
                    .add("""
                             AND b.applied_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND
                             AND NOT EXISTS (SELECT 1 FROM rowcall_outbox o
                                             WHERE o.target_id = b.target_id AND o.batch_id = b.batch_id)
                             FOR UPDATE OF b SKIP LOCKED""")
                    .bind(seconds));
            if (!still.isEmpty()) {
                mapper.delete(ids(new Sql().add("DELETE FROM rowcall_failure"), target, still));
                mapper.delete(ids(new Sql().add("DELETE FROM rowcall_batch"), target, still));
            }
            return still.size();
        });
        return forgotten == null ? 0 : forgotten;
    }

    private int forgetRefusals() {
        int forgotten = 0;
        byte[] after = START;
        List<Aged> chunk;
        do {
            chunk = mapper.refusals(after, seconds, CHUNK);
            List<byte[]> old = old(chunk);
            if (!old.isEmpty()) {
                forgotten +=
                        mapper.delete(list(new Sql().add("DELETE FROM rowcall_refusal WHERE result_id IN ("), old));
            }
            after = chunk.isEmpty() ? after : chunk.getLast().id();
        } while (chunk.size() == CHUNK);
        return forgotten;
    }

    private static List<byte[]> old(List<Aged> chunk) {
        return chunk.stream().filter(Aged::old).map(Aged::id).toList();
    }

    private static Sql ids(Sql sql, int target, List<byte[]> batchIds) {
        return list(sql.add(" WHERE target_id = ? AND batch_id IN (").bind(target), batchIds);
    }

    private static Sql list(Sql sql, List<byte[]> ids) {
        String comma = "?";
        for (byte[] id : ids) {
            sql.add(comma).bind(id);
            comma = ", ?";
        }
        return sql.add(")");
    }
}
