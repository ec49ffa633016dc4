package io.rowcall.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The connections that the worker keeps open to MySQL. */
@Component
public class ConnectionPool {

    /** How long a statement on any of them waits for a lock, where nobody asks for more. */
    public static final int LOCK_WAIT_SECONDS = 1;

    private final DataSource dataSource;

    ConnectionPool(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Uses none of the present connections again once they are returned. An open connection never learns of some cures:
     * a right given on the whole schema (manual, "When Privilege Changes Take Effect"), or another server that now
     * takes the writes. Returns at once.
     */
    public void renew() {
        try {
            if (dataSource.isWrapperFor(HikariDataSource.class)) {
                var pool = dataSource.unwrap(HikariDataSource.class).getHikariPoolMXBean();
                if (pool != null) {
                    pool.softEvictConnections();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
