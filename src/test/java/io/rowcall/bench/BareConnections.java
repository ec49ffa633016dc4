package io.rowcall.bench;

import io.rowcall.testing.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Connections of bare programs, kept open from run to run. The session is as strict as the worker's. */
final class BareConnections implements AutoCloseable {

    private static final String SESSION =
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00',"
                    + " transaction_isolation = 'READ-COMMITTED'";

    private final Database database;
    private final boolean mayLoad;
    private final List<Connection> open = new ArrayList<>();

    BareConnections(Database database) {
        this.database = database;
        this.mayLoad = Integer.valueOf(1).equals(asInt(database.queryValue("SELECT @@local_infile")));
    }

    /** Whether the server takes {@code LOAD DATA LOCAL}. */
    boolean mayLoad() {
        return mayLoad;
    }

    /** The first connections, without auto-commit; they are this object's to close. */
    List<Connection> first(int count) throws SQLException {
        while (open.size() < count) {
            open.add(connect());
        }
        return open.subList(0, count);
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.username());
        properties.setProperty("password", database.password());
        properties.setProperty("allowLoadLocalInfile", "true");
        properties.setProperty("readOnlyPropagatesToServer", "false");
        Connection connection = DriverManager.getConnection(database.url(), properties);
        try (Statement settings = connection.createStatement()) {
            settings.execute(SESSION);
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private static int asInt(Object value) {
        return ((Number) value).intValue();
    }

    @Override
    public void close() {
        for (Connection connection : open) {
            try {
                connection.close();
            } catch (SQLException e) {
                Report.say("a connection was not closed: %s", e.getMessage());
            }
        }
    }
}
