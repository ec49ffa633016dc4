package io.rowcall.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.rowcall.bench.UsualMapper.UsualRow;
import io.rowcall.testing.Database;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** Inserts rows in chunks of {@value #CHUNK_ROWS}, each committed by itself, and the rows of a failed chunk one by one. */
final class UsualInserts implements AutoCloseable {

    private static final int CHUNK_ROWS = 10;

    private final HikariDataSource pool = new HikariDataSource();
    private final SqlSessionFactory sessions;
    private final AtomicInteger failed = new AtomicInteger();

    UsualInserts(Database database) {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        Configuration configuration = new Configuration(new Environment("usual", new JdbcTransactionFactory(), pool));
        configuration.addMapper(UsualMapper.class);
        sessions = new SqlSessionFactoryBuilder().build(configuration);
    }

    /** Blocks until all rows are in the table or have failed. */
    void insert(List<UsualRow> rows) {
        for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
            List<UsualRow> chunk = rows.subList(from, Math.min(rows.size(), from + CHUNK_ROWS));
            try {
                inTransaction(mapper -> mapper.insertAll(chunk));
            } catch (PersistenceException e) {
                oneByOne(chunk);
            }
        }
    }

    /** Rows that failed since this was asked last. */
    int takeFailed() {
        return failed.getAndSet(0);
    }

    private void oneByOne(List<UsualRow> rows) {
        for (UsualRow row : rows) {
            try {
                inTransaction(mapper -> mapper.insert(row));
            } catch (PersistenceException e) {
                failed.incrementAndGet();
            }
        }
    }

    private void inTransaction(Work work) {
        // Closing rolls back what was not committed.
        try (SqlSession session = sessions.openSession()) {
            work.with(session.getMapper(UsualMapper.class));
            session.commit();
        }
    }

    private interface Work {
        void with(UsualMapper mapper);
    }

    @Override
    public void close() {
        pool.close();
    }
}
