package io.rowcall.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.Database;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class StampsIT {

    private Database database;
    private SingleConnectionDataSource connection;
    private TransactionTemplate transaction;
    private Stamps stamps;

    @BeforeEach
    void connect() {
        database = Database.create("stamps");
        database.execute(
                "SET timestamp = UNIX_TIMESTAMP() - 10", "CREATE TABLE users (id INT)", "CREATE TABLE orders (id INT)");
        connection = new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(connection));
        stamps = new Stamps(TableReaders.session(connection).getMapper(TableMapper.class));
    }

    @AfterEach
    void close() {
        database.execute("SET GLOBAL max_prepared_stmt_count = DEFAULT");
        connection.destroy();
        database.close();
    }

    @Test
    void aConnectionPreparesEachTablesQuestionOnce() {
        String users = inTransaction("users");
        assertThat(inTransaction("users")).isEqualTo(users).isNotEmpty();
        inTransaction("orders");
        assertThat(prepared()).containsExactlyInAnyOrder("2", "1");

        database.execute("ALTER TABLE users ADD COLUMN name INT");
        assertThat(inTransaction("users")).isNotEqualTo(users);
        assertThat(prepared()).containsExactlyInAnyOrder("3", "1");
    }

    @Test
    void aConnectionThatWasMadeAnewPreparesAgain() {
        String users = inTransaction("users");
        connection.resetConnection();
        assertThat(inTransaction("users")).isEqualTo(users);
    }

    @Test
    void outsideATransactionWhereStatementsTakeDifferentConnectionsNothingIsPrepared() {
        stamps = new Stamps(TableReaders.session(
                        new DriverManagerDataSource(database.url(), database.username(), database.password()))
                .getMapper(TableMapper.class));
        assertThat(stamps.of("users")).isEqualTo(inTransactionOfItsOwn("users")).isNotEmpty();
    }

    @Test
    void aServerThatPreparesNoMoreIsAskedPlainly() {
        String users = inTransaction("users");
        connection.resetConnection();
        database.execute("SET GLOBAL max_prepared_stmt_count = 0");
        assertThat(inTransaction("users")).isEqualTo(users).isNotEmpty();
        assertThat(prepared()).isEmpty();
    }

    private String inTransaction(String table) {
        return "" + transaction.execute(status -> stamps.of(table));
    }

    private String inTransactionOfItsOwn(String table) {
        Stamps others = new Stamps(TableReaders.session(connection).getMapper(TableMapper.class));
        return "" + transaction.execute(status -> others.of(table));
    }

    /** How often each question that the connections have prepared was asked. */
    private List<String> prepared() {
        return database.queryColumn("""
                        SELECT i.COUNT_EXECUTE FROM performance_schema.prepared_statements_instances i
                        JOIN performance_schema.threads t ON t.THREAD_ID = i.OWNER_THREAD_ID
                        WHERE t.PROCESSLIST_DB = DATABASE() AND i.STATEMENT_NAME LIKE 'rowcall_stamp_%'
                        """).stream().map(String::valueOf).toList();
    }
}
