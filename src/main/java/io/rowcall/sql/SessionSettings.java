package io.rowcall.sql;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Fixes what decides verdicts on every connection, whatever the server's or the URL's defaults are. What the operator
 * gives in the URL or in {@code spring.datasource.hikari.*} still says where the database is and how to log in, and how
 * long to wait for it: {@code spring.datasource.hikari.data-source-properties.socketTimeout} and {@code connectTimeout},
 * in milliseconds.
 */
@Component
class SessionSettings implements BeanPostProcessor {

    /** Strict, and 0 is 0 also in AUTO_INCREMENT columns (manual, "Server SQL Modes"). */
    static final String SQL_MODE = "STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO";

    private static final String ON_CONNECT = "SET SESSION sql_mode = '" + SQL_MODE + "', time_zone = '+00:00',"
            + " foreign_key_checks = 1, unique_checks = 1, innodb_lock_wait_timeout = "
            + ConnectionPool.LOCK_WAIT_SECONDS + ","
            + " transaction_isolation = 'READ-COMMITTED', autocommit = 0, explicit_defaults_for_timestamp = 1,"
            + " sql_safe_updates = 0, sql_select_limit = DEFAULT, max_execution_time = 0, sql_auto_is_null = 0,"
            // What column or key an error is about is in its text alone.
            + " lc_messages = 'en_US'";

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
            pool.setConnectionInitSql(ON_CONNECT);
            pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
            pool.setReadOnly(false);
            // Else each transaction would begin and end with a round trip of its own, to turn it off and on again.
            pool.setAutoCommit(false);
            // The driver goes by the mode it found on connecting: under NO_BACKSLASH_ESCAPES of the server's it would
            // write some texts as bytes, which no character set converts.
            driver(pool, "sessionVariables", "sql_mode='" + SQL_MODE + "'");
            // Without these a link that dies silently is waited for for ever; longer than any wait for a lock.
            pool.getDataSourceProperties().putIfAbsent("connectTimeout", "10000");
            pool.getDataSourceProperties().putIfAbsent("socketTimeout", "60000");
            driver(pool, "tcpKeepAlive", "true");
            driver(pool, "useAffectedRows", "true");
            driver(pool, "allowMultiQueries", "false");
            driver(pool, "allowLoadLocalInfile", "false");
            // Server-side statements take 65,535 marks; chunks have more.
            driver(pool, "useServerPrepStmts", "false");
            driver(pool, "rewriteBatchedStatements", "false");
            // Else the driver asks the server before each statement that changes something whether it may.
            driver(pool, "readOnlyPropagatesToServer", "false");
            // Texts of statements hold values of rows, and those may look like JDBC's escapes.
            driver(pool, "enableEscapeProcessing", "false");
            driver(pool, "processEscapeCodesForPrepStmts", "false");
            driver(pool, "characterEncoding", "UTF-8");
            driver(pool, "connectionCollation", "utf8mb4_0900_ai_ci");
            driver(pool, "characterSetResults", "UTF-8");
            driver(pool, "sendFractionalSeconds", "true");
            driver(pool, "maxRows", "0");
            // A connection made anew behind a statement would know nothing of the transaction, nor of these settings.
            driver(pool, "autoReconnect", "false");
            driver(pool, "connectionTimeZone", "UTC");
            driver(pool, "forceConnectionTimeZoneToSession", "false");
            driver(pool, "tinyInt1isBit", "false");
            driver(pool, "yearIsDateType", "false");
            driver(pool, "jdbcCompliantTruncation", "true");
        }
        return bean;
    }

    private static void driver(HikariDataSource pool, String property, String value) {
        pool.addDataSourceProperty(property, value);
    }
}
