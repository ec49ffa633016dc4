package io.rowcall.table;

import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlErrors;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Asks for the word that changes with a table and its triggers: CREATE_TIME changes with every ALTER TABLE, but counts
 * whole seconds, so a table altered just now is given a word that is equal to no other; triggers change without it.
 *
 * <p>To make out what information_schema's views are made of takes the server longer than to answer, so the question is
 * prepared once on each connection that a transaction of a group has used (manual, "Prepared Statements").
 */
@Component
final class Stamps {

    /** ER_UNKNOWN_STMT_HANDLER: this connection has not prepared it. */
    private static final int NOT_PREPARED = 1243;

    /** ER_MAX_PREPARED_STMT_COUNT_REACHED, by all of the server's connections together. */
    private static final int NO_MORE_PREPARED = 1461;

    private final TableMapper mapper;
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    Stamps(TableMapper mapper) {
        this.mapper = mapper;
    }

    /** Empty without such a table. */
    String of(String table) {
        // Outside a transaction each statement may take another connection.
        String stamp = TransactionSynchronizationManager.isActualTransactionActive()
                ? askPrepared(table)
                : mapper.stamp(question(table));
        return stamp == null ? "" : stamp;
    }

    private @Nullable String askPrepared(String table) {
        String name = names.computeIfAbsent(table, each -> "rowcall_stamp_" + count.incrementAndGet());
        Sql prepared = new Sql().add("EXECUTE " + name);
        try {
            return mapper.stamp(prepared);
        } catch (RuntimeException e) {
            if (!SqlErrors.is(e, NOT_PREPARED)) {
                throw e;
            }
            Sql question = question(table);
            return mapper.stamp(prepare(name, question) ? prepared : question);
        }
    }

    private boolean prepare(String name, Sql question) {
        try {
            mapper.prepare(new Sql().add("PREPARE " + name + " FROM ").text("" + question));
            return true;
        } catch (RuntimeException e) {
            if (SqlErrors.is(e, NO_MORE_PREPARED)) {
                return false;
            }
            throw e;
        }
    }

    private static Sql question(String table) {
        return new Sql()
                .add("SELECT CONCAT_WS('/', t.CREATE_TIME, IF(t.CREATE_TIME < NOW() - INTERVAL 2 SECOND, NULL, UUID()),"
                        + " (SELECT CONCAT_WS('/', COUNT(*), MAX(g.CREATED)) FROM information_schema.TRIGGERS g"
                        + " WHERE g.EVENT_OBJECT_SCHEMA = DATABASE() AND g.EVENT_OBJECT_TABLE = ")
                .literal(table)
                .add(")) FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME = ")
                .literal(table);
    }
}
