package io.rowcall.cli.dead;

import io.rowcall.cli.DatabaseOptions;
import io.rowcall.deadletter.DatabaseClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Properties;

/** The clock of the worker's database. Any account that may log in there may ask for it. */
record AskedClock(DatabaseOptions database) implements DatabaseClock {

    private static final String PATIENCE_MILLIS = "10000";

    @Override
    public Instant now() {
        if (!database.isGiven()) {
            throw new IllegalArgumentException(
                    "replaying asks the worker's database for the time, to tell whether the ledger still remembers the"
                            + " batch: set SPRING_DATASOURCE_URL, _USERNAME and _PASSWORD (an account that may only log"
                            + " in is enough, with jdbc:mysql://host:3306/ for the URL)");
        }
        Properties properties = new Properties();
        properties.setProperty("user", database.username());
        properties.setProperty("password", database.password());
        properties.setProperty("connectTimeout", PATIENCE_MILLIS);
        properties.setProperty("socketTimeout", PATIENCE_MILLIS);
        try (Connection connection = DriverManager.getConnection(database.url(), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT UTC_TIMESTAMP(3)")) {
            row.next();
            return Objects.requireNonNull(row.getObject(1, LocalDateTime.class)).toInstant(ZoneOffset.UTC);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("the database can't be asked for the time: " + e.getMessage(), e);
        }
    }
}
