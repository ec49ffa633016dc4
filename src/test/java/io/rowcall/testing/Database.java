package io.rowcall.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A schema of its own on a real server, dropped on close together with the accounts made for it. Statements run as the
 * server's administrator, each on a connection of its own; what they throw names the statement.
 */
public final class Database implements AutoCloseable {

    private final MySqlServer server;
    private final String name;
    private final List<String> accounts = new ArrayList<>();

    private Database(MySqlServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** A fresh schema on the shared server; the hint becomes part of its name. */
    public static Database create(String hint) {
        return create(Servers.shared().mysql(), hint);
    }

    public static Database create(MySqlServer server, String hint) {
        Database database = new Database(server, Names.unique(hint));
        database.onServer("CREATE DATABASE " + database.name);
        return database;
    }

    public MySqlServer server() {
        return server;
    }

    public String name() {
        return name;
    }

    public String url() {
        return server.url(name);
    }

    public String username() {
        return server.username();
    }

    public String password() {
        return server.password();
    }

    /** A new connection of the administrator, with the server's default settings; the caller closes it. */
    public Connection connect() {
        return connect(new Account(server.username(), server.password()));
    }

    /** A new connection of the account; the caller closes it. */
    public Connection connect(Account account) {
        try {
            return DriverManager.getConnection(url(), account.username(), account.password());
        } catch (SQLException e) {
            throw new IllegalStateException("no connection as " + account.username() + " to " + url(), e);
        }
    }

    /** Runs the statements in order on one connection, each committed by itself. */
    public Database execute(String... statements) {
        try (Connection connection = connect()) {
            run(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** The rows of a query, each by column label in the order of the query; values as the driver gives them. */
    public List<Map<String, @Nullable Object>> queryRows(String sql, @Nullable Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + " in: " + sql, e);
        }
    }

    /** The first column of a query, row by row. */
    public List<@Nullable Object> queryColumn(String sql, @Nullable Object... arguments) {
        List<@Nullable Object> values = new ArrayList<>();
        queryRows(sql, arguments)
                .forEach(row -> values.add(row.values().iterator().next()));
        return values;
    }

    /** The one value of a query that has one row. */
    public @Nullable Object queryValue(String sql, @Nullable Object... arguments) {
        List<@Nullable Object> values = queryColumn(sql, arguments);
        if (values.size() != 1) {
            throw new IllegalStateException(values.size() + " rows, not one, from: " + sql);
        }
        return values.getFirst();
    }

    public long count(String table) {
        return ((Number) Objects.requireNonNull(queryValue("SELECT COUNT(*) FROM " + table))).longValue();
    }

    /**
     * An account with these rights and no others.
     *
     * @param grants such as {@code "SELECT, INSERT ON users"}; the table is one of this schema, {@code *} all of it
     */
    public Account account(String hint, String... grants) {
        Account account = new Account(Names.unique(hint), "pass-" + name);
        String quoted = "'" + account.username() + "'@'%'";
        onServer("CREATE USER " + quoted + " IDENTIFIED BY '" + account.password() + "'");
        accounts.add(quoted);
        for (String grant : grants) {
            grant(account, grant);
        }
        return account;
    }

    /** Gives an account a further right, such as {@code "TRIGGER ON users"}. */
    public Database grant(Account account, String grant) {
        int on = grant.lastIndexOf(" ON ");
        onServer("GRANT " + grant.substring(0, on) + " ON " + name + "." + grant.substring(on + 4) + " TO '"
                + account.username() + "'@'%'");
        return this;
    }

    /** Takes a right from an account, such as {@code "UPDATE ON users"}. */
    public Database revoke(Account account, String right) {
        int on = right.lastIndexOf(" ON ");
        onServer("REVOKE " + right.substring(0, on) + " ON " + name + "." + right.substring(on + 4) + " FROM '"
                + account.username() + "'@'%'");
        return this;
    }

    /** Waits until some connection of this schema waits for a lock. */
    public void awaitLockWait() {
        awaitLockWaitOtherThan(null);
    }

    /** Waits until a wait for a lock that goes on now has ended and another one has begun. */
    public void awaitNextLockWait() {
        awaitLockWaitOtherThan(lockWait());
    }

    private void awaitLockWaitOtherThan(@Nullable Object known) {
        Awaitility.await("a connection waits for a lock")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    Object now = lockWait();
                    return now != null && !now.equals(known);
                });
    }

    /** Waits until so many connections of this schema wait for a lock. */
    public void awaitLockWaits(int connections) {
        Awaitility.await(connections + " connections wait for a lock")
                .atMost(Duration.ofSeconds(30))
                .until(() -> lockWaits().size() >= connections);
    }

    private @Nullable Object lockWait() {
        return lockWaits().stream().findFirst().orElse(null);
    }

    private List<@Nullable Object> lockWaits() {
        return queryColumn("""
                SELECT CONCAT(t.trx_id, ' ', t.trx_wait_started) FROM information_schema.innodb_trx t
                JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
                WHERE t.trx_state = 'LOCK WAIT' AND p.db = ?""", name);
    }

    /** Makes Rowcall's own tables, as an operator does for workers that may not. */
    public Database migrate() {
        Flyway.configure()
                .dataSource(url(), username(), password())
                .locations("classpath:db/rowcall")
                .table("rowcall_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        return this;
    }

    /** Ends every connection of an account from the server's side. */
    public void killConnectionsOf(Account account) {
        for (Object id :
                queryColumn("SELECT id FROM information_schema.processlist WHERE user = ?", account.username())) {
            try {
                execute("KILL " + id);
            } catch (IllegalStateException e) {
                // It has ended by itself.
            }
        }
    }

    /** The same schema reached by way of a proxy; only the original is to be closed. */
    public Database through(FaultProxy proxy) {
        return new Database(server.through(proxy), name);
    }

    /** The schema of the same name on another server. */
    Database on(MySqlServer other) {
        return new Database(other, name);
    }

    @Override
    public void close() {
        onServer("DROP DATABASE IF EXISTS " + name);
        accounts.forEach(account -> onServer("DROP USER IF EXISTS " + account));
    }

    @Override
    public String toString() {
        return url();
    }

    private void onServer(String... statements) {
        try (Connection connection = server.connect("")) {
            run(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    throw new IllegalStateException(e.getMessage() + " in: " + sql, e);
                }
            }
        }
    }

    private static List<Map<String, @Nullable Object>> read(ResultSet rows) throws SQLException {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 1; i <= columns; i++) {
                row.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
            }
            all.add(row);
        }
        return all;
    }
}
