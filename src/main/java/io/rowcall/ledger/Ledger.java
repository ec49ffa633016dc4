package io.rowcall.ledger;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Counts;
import io.rowcall.batch.ImportPart;
import io.rowcall.ledger.LedgerMapper.BatchRow;
import io.rowcall.sql.ConnectionPool;
import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlErrors;
import io.rowcall.sql.SqlLanguage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The record of applied batches, which makes applying idempotent: a batch is applied only by the transaction that put
 * its id in here, and both commit together or not at all.
 *
 * <p>All methods block for the database. Those that claim and correct run in the caller's transaction.
 */
@Component
public class Ledger {

    private static final String COLUMNS =
            "batch_id, content_hash, row_count, inserted, updated, unchanged, failed, pages, "
                    + "import_id, part, parts, applied_at";

    private final LedgerMapper mapper;
    private final TargetIds targetIds;
    private final LedgerProperties properties;
    private final LedgerClock clock;
    private final TransactionTemplate readUncommitted;

    Ledger(
            LedgerMapper mapper,
            TargetIds targetIds,
            LedgerProperties properties,
            PlatformTransactionManager transactions) {
        this.mapper = mapper;
        this.targetIds = targetIds;
        this.properties = properties;
        this.clock = new LedgerClock(mapper, System::nanoTime);
        this.readUncommitted = new TransactionTemplate(transactions);
        readUncommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_UNCOMMITTED);
        readUncommitted.setReadOnly(true);
    }

    /**
     * Makes the target known to the ledger. Call it before a transaction that claims: inside, the first use of a target
     * would take a second connection while it holds one, and a pool that is all taken so never gets on.
     */
    public void introduce(String target) {
        targetIds.of(target);
    }

    /** The database's clock, UTC. Blocks for the database. */
    public LocalDateTime now() {
        return clock.now();
    }

    /** The database's clock, UTC, read within the last second. */
    public LocalDateTime lately() {
        return clock.lately();
    }

    /** How long it is remembered that a batch was applied. */
    public Duration retention() {
        return properties.retention();
    }

    /**
     * Puts batches of one target into the ledger, in the one order that all workers keep.
     *
     * @param entries with distinct keys, as they stand if every row goes in
     * @return those that were applied before, by key; all others are now claimed by this transaction
     * @throws RuntimeException around MySQL error 1205 when another worker holds one of the ids for longer than {@value
     *     ConnectionPool#LOCK_WAIT_SECONDS} s; the transaction must then be rolled back, and {@link #claimedElsewhere}
     *     tells which
     */
    public Map<BatchKey, LedgerEntry> claim(Collection<LedgerEntry> entries) {
        List<LedgerEntry> open = new ArrayList<>(entries);
        open.sort((a, b) -> a.key().compareTo(b.key()));
        Map<BatchKey, LedgerEntry> applied = new HashMap<>();
        while (!open.isEmpty() && !tryInsert(open)) {
            // Under READ COMMITTED what made the insert fail is committed, so a plain read sees it.
            Map<BatchKey, LedgerEntry> found =
                    find(open.stream().map(LedgerEntry::key).toList());
            applied.putAll(found);
            open.removeIf(entry -> found.containsKey(entry.key()));
        }
        return applied;
    }

    /**
     * Does work of this transaction whose statements may wait for other transactions as long as the settings say, which
     * is longer than a claim may.
     */
    public <T> T waitingLonger(Supplier<T> work) {
        mapper.lockWait((int) properties.lockWait().toSeconds());
        try {
            return work.get();
        } finally {
            // The setting is the connection's and would outlive the transaction.
            mapper.lockWait(ConnectionPool.LOCK_WAIT_SECONDS);
        }
    }

    private boolean tryInsert(List<LedgerEntry> entries) {
        Sql sql = new Sql(256 + 256 * entries.size())
                .add("INSERT INTO rowcall_batch (target_id, " + COLUMNS + ") VALUES ");
        addRows(sql, entries);
        try {
            mapper.insert(sql);
            return true;
        } catch (RuntimeException e) {
            if (SqlErrors.is(e, SqlErrors.DUPLICATE_ENTRY)) {
                return false;
            }
            throw e;
        }
    }

    /** Corrects claimed entries whose rows did not all go in. */
    public void correct(List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Sql sql = new Sql().add("INSERT INTO rowcall_batch (target_id, " + COLUMNS + ") VALUES ");
        addRows(sql, entries);
        int affected = mapper.insert(sql.add("""
                 AS n ON DUPLICATE KEY UPDATE inserted = n.inserted, updated = n.updated,
                 unchanged = n.unchanged, failed = n.failed, pages = n.pages"""));
        if (affected != 2 * entries.size()) {
            // MySQL counts a changed row twice and an inserted one once: the claims were no longer there.
            throw new IllegalStateException("the transaction that claimed the batches has ended by itself");
        }
    }

    private void addRows(Sql sql, List<LedgerEntry> entries) {
        String comma = "";
        for (LedgerEntry entry : entries) {
            Counts counts = entry.counts();
            ImportPart part = entry.part();
            sql.add(comma)
                    .literals(
                            targetIds.of(entry.key().target()),
                            SqlLanguage.bytes(entry.key().batchId()),
                            entry.hash().bytes(),
                            counts.rows(),
                            counts.inserted(),
                            counts.updated(),
                            counts.unchanged(),
                            counts.failed(),
                            entry.pages(),
                            part == null ? null : part.importId(),
                            part == null ? null : part.part(),
                            part == null ? null : part.parts(),
                            entry.appliedAt());
            comma = ", ";
        }
    }

    /** The entries that there are, among batches of one target. */
    public Map<BatchKey, LedgerEntry> find(Collection<BatchKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        String target = keys.iterator().next().target();
        return mapper.select(byId("SELECT " + COLUMNS + " FROM rowcall_batch", target, keys)).stream()
                .map(row -> entry(target, row))
                .collect(toMap(LedgerEntry::key, identity()));
    }

    /** Which of these ids another transaction has claimed and not committed yet. Call it outside any transaction. */
    public Set<BatchKey> claimedElsewhere(Collection<BatchKey> keys) {
        Map<BatchKey, LedgerEntry> visible = readUncommitted.execute(status -> find(keys));
        Map<BatchKey, LedgerEntry> committed = find(keys);
        return visible == null
                ? Set.of()
                : visible.keySet().stream()
                        .filter(key -> !committed.containsKey(key))
                        .collect(toSet());
    }

    private Sql byId(String statement, String target, Collection<BatchKey> keys) {
        Sql sql = new Sql()
                .add(statement)
                .add(" WHERE target_id = ? AND batch_id IN (")
                .bind(targetIds.of(target));
        String comma = "?";
        for (BatchKey key : keys) {
            sql.add(comma).bind(SqlLanguage.bytes(key.batchId()));
            comma = ", ?";
        }
        return sql.add(")");
    }

    private static LedgerEntry entry(String target, BatchRow row) {
        String importId = row.importId();
        return new LedgerEntry(
                new BatchKey(target, new String(row.batchId(), StandardCharsets.UTF_8)),
                ContentHash.of(row.contentHash()),
                new Counts(row.rowCount(), row.inserted(), row.updated(), row.unchanged(), row.failed()),
                row.pages(),
                importId == null ? null : new ImportPart(importId, row.part(), row.parts()),
                row.appliedAt());
    }
}
