package io.rowcall.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.JdbcConnection;
import com.zaxxer.hikari.HikariDataSource;
import io.rowcall.testing.Account;
import io.rowcall.testing.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What decides verdicts is as Rowcall needs it, though the operator's URL says otherwise wherever it can. */
@TestInstance(Lifecycle.PER_CLASS)
class SessionSettingsIT {

    private static final String HOSTILE = String.join(
            "&",
            "useAffectedRows=false",
            "allowMultiQueries=true",
            "allowLoadLocalInfile=true",
            "autoReconnect=true",
            "useServerPrepStmts=true",
            "rewriteBatchedStatements=true",
            "maxRows=1",
            "socketTimeout=0",
            "connectTimeout=0",
            "connectionTimeZone=Asia/Tokyo",
            "forceConnectionTimeZoneToSession=true",
            "preserveInstants=false",
            "sendFractionalSeconds=false",
            "characterEncoding=ISO-8859-1",
            "connectionCollation=latin1_german2_ci",
            "characterSetResults=latin1",
            "tinyInt1isBit=true",
            "yearIsDateType=true",
            "jdbcCompliantTruncation=false",
            "readOnlyPropagatesToServer=true",
            "enableEscapeProcessing=true",
            "processEscapeCodesForPrepStmts=true",
            "sessionVariables=sql_mode='NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE,PAD_CHAR_TO_FULL_LENGTH,ANSI_QUOTES',"
                    + "foreign_key_checks=0,unique_checks=0,innodb_lock_wait_timeout=3000,lc_messages='de_DE',"
                    + "transaction_isolation='SERIALIZABLE',transaction_read_only=1,autocommit=1,sql_safe_updates=1,"
                    + "sql_select_limit=1,max_execution_time=1,explicit_defaults_for_timestamp=0,sql_auto_is_null=1");

    private Database database;
    private Account account;
    private HikariDataSource pool;
    private Connection connection;

    @BeforeAll
    void open() {
        database = Database.create("session");
        database.execute(
                "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(3), d DATE, b TINYINT(1), y YEAR, ts TIMESTAMP(6) NULL)",
                "CREATE TABLE parents (p INT PRIMARY KEY)",
                "CREATE TABLE children (p INT, FOREIGN KEY (p) REFERENCES parents (p))");
        account = database.account("session", "SELECT, INSERT, UPDATE, DELETE, CREATE ON *");
        pool = new HikariDataSource();
        pool.setJdbcUrl(database.url() + (database.url().contains("?") ? "&" : "?") + HOSTILE);
        pool.setUsername(account.username());
        pool.setPassword(account.password());
        pool.setMaximumPoolSize(1);
        pool.setReadOnly(true);
        pool.setAutoCommit(true);
        pool.setConnectionInitSql("SET NAMES latin1");
        new SessionSettings().postProcessBeforeInitialization(pool, "dataSource");
    }

    @AfterAll
    void close() {
        pool.close();
        database.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = pool.getConnection();
    }

    @AfterEach
    void giveBack() throws SQLException {
        connection.close();
        database.execute("DELETE FROM t", "DELETE FROM children");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time_zone | +00:00",
                "transaction_isolation | READ-COMMITTED",
                "transaction_read_only | 0",
                "foreign_key_checks | 1",
                "unique_checks | 1",
                "innodb_lock_wait_timeout | 1",
                "autocommit | 0",
                "sql_safe_updates | 0",
                "sql_select_limit | 18446744073709551615",
                "max_execution_time | 0",
                "explicit_defaults_for_timestamp | 1",
                "sql_auto_is_null | 0",
                "lc_messages | en_US",
                "character_set_client | utf8mb4",
                "character_set_connection | utf8mb4",
                "character_set_results | utf8mb4",
            })
    void variable(String name, String value) throws SQLException {
        assertThat(text("SELECT @@SESSION." + name)).isEqualTo(value);
    }

    @Test
    void modeIsStrictAndNothingElse() throws SQLException {
        assertThat(text("SELECT @@SESSION.sql_mode").split(","))
                .containsExactlyInAnyOrder(SessionSettings.SQL_MODE.split(","));
        assertThatThrownBy(() -> run("INSERT INTO t (v) VALUES ('long')")).hasMessageContaining("Data too long");
        assertThatThrownBy(() -> run("INSERT INTO t (d) VALUES ('0000-00-00')")).hasMessageContaining("Incorrect date");
    }

    @Test
    void zeroIsZeroInAnAutoIncrementColumn() throws SQLException {
        run("INSERT INTO t (id) VALUES (0)");
        assertThat(text("SELECT id FROM t")).isEqualTo("0");
    }

    @Test
    void foreignKeysAreJudged() {
        assertThatThrownBy(() -> run("INSERT INTO children VALUES (1)")).hasMessageContaining("foreign key");
    }

    @Test
    void rowsThatStayTheSameDoNotCount() throws SQLException {
        run("INSERT INTO t (id, v) VALUES (1, 'a')");
        assertThat(run("UPDATE t SET v = 'a' WHERE id = 1")).isZero();
        assertThat(run("INSERT INTO t (id, v) VALUES (1, 'a') ON DUPLICATE KEY UPDATE v = 'a'"))
                .isZero();
    }

    @Test
    void oneStatementIsOneStatement() {
        assertThatThrownBy(() -> run("INSERT INTO t (v) VALUES ('a'); INSERT INTO t (v) VALUES ('b')"))
                .hasMessageContaining("syntax");
    }

    @Test
    void textsOfEveryKindArriveAsTheyAre() throws SQLException {
        String text = "😀\\'";
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (v) VALUES (?)")) {
            insert.setString(1, text);
            insert.executeUpdate();
        }
        connection.commit();
        assertThat(text("SELECT v FROM t")).isEqualTo(text);
        assertThat(database.queryColumn("SELECT v FROM t")).containsExactly(text);
    }

    @Test
    void momentsAreUtcToTheMicrosecond() throws SQLException {
        LocalDateTime time = LocalDateTime.of(2026, 11, 22, 12, 0, 0, 123_456_000);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (ts) VALUES (?)")) {
            insert.setObject(1, time);
            insert.executeUpdate();
        }
        assertThat(text("SELECT CAST(ts AS CHAR) FROM t")).isEqualTo("2026-11-22 12:00:00.123456");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ts FROM t")) {
            rows.next();
            assertThat(rows.getObject(1, LocalDateTime.class)).isEqualTo(time);
        }
    }

    @Test
    void smallNumbersAndYearsAreNumbers() throws SQLException {
        run("INSERT INTO t (b, y) VALUES (5, 2024)");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT b, y FROM t")) {
            rows.next();
            assertThat(rows.getObject(1)).isEqualTo(5);
            assertThat(rows.getObject(2).toString()).isEqualTo("2024");
        }
    }

    @Test
    void allRowsOfAnAnswerAreRead() throws SQLException {
        run("INSERT INTO t (v) VALUES ('a'), ('b'), ('c')");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT v FROM t")) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(3);
        }
    }

    @Test
    void deadLinkIsNotWaitedForForEver() throws SQLException {
        JdbcConnection driver = connection.unwrap(JdbcConnection.class);
        for (String timeout : new String[] {"connectTimeout", "socketTimeout"}) {
            assertThat(Integer.parseInt(property(driver, timeout))).as(timeout).isBetween(1_000, 60_000);
        }
        assertThat(Integer.parseInt(property(driver, "socketTimeout")))
                .as("longer than a lock wait")
                .isGreaterThan(5_000);
    }

    @ParameterizedTest
    @CsvSource({
        "autoReconnect, false",
        "useServerPrepStmts, false",
        "rewriteBatchedStatements, false",
        "allowLoadLocalInfile, false",
        "readOnlyPropagatesToServer, false",
        "tcpKeepAlive, true"
    })
    void driverDoesNothingBehindTheStatements(String property, String value) throws SQLException {
        assertThat(property(connection.unwrap(JdbcConnection.class), property)).isEqualTo(value);
    }

    @Test
    void transactionIsReadCommitted() throws SQLException {
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        assertThat(text("SELECT COUNT(*) FROM t")).isEqualTo("0");
        database.execute("INSERT INTO t (v) VALUES ('a')");
        assertThat(text("SELECT COUNT(*) FROM t")).isEqualTo("1");
        connection.rollback();
    }

    private static String property(JdbcConnection driver, String name) {
        return driver.getPropertySet().getProperty(name).getStringValue();
    }

    private int run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
