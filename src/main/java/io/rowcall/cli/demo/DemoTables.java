package io.rowcall.cli.demo;

import io.rowcall.cli.DatabaseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * The demo's tables, looked at from outside the worker to check what it says of them. This is the demo alone: whoever
 * publishes needs no way to the database.
 */
final class DemoTables {

    private final DatabaseOptions database;

    DemoTables(DatabaseOptions database) {
        this.database = database;
    }

    /**
     * What the table holds.
     *
     * @param checksum over all values of all rows, whatever their order
     */
    record State(long rows, long checksum) {}

    /** Makes what is missing of the tables, their first rows and their trigger. */
    void make(Path script, Path trigger) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            ScriptUtils.executeSqlScript(
                    connection, new EncodedResource(new FileSystemResource(script), StandardCharsets.UTF_8));
            statement.execute(Files.readString(trigger));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the demo's tables can't be made: " + e.getMessage(), e);
        }
    }

    /** Runs a query that answers with the number of rows and a checksum. */
    State state(Path query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(Files.readString(query))) {
            answer.next();
            return new State(answer.getLong(1), answer.getLong(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the demo's tables can't be read: " + e.getMessage(), e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.username(), database.password());
    }
}
