package io.rowcall.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Row;
import io.rowcall.batch.Value;
import io.rowcall.table.TableReaders;
import io.rowcall.testing.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether preflight and the server agree on columns that a row leaves out or gives as NULL. */
@TestInstance(Lifecycle.PER_CLASS)
class LeftOutIT {

    private Database database;
    private Connection connection;

    @BeforeAll
    void connect() throws SQLException {
        database = Database.create("left_out");
        connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET sql_mode='STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'");
        }
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INT",
                "INT NOT NULL",
                "INT NOT NULL DEFAULT 5",
                "INT NOT NULL DEFAULT (1 + 1)",
                "INT NOT NULL AUTO_INCREMENT UNIQUE",
                "INT NOT NULL INVISIBLE",
                "BIT(1) NOT NULL",
                "DECIMAL(5,2) NOT NULL",
                "VARCHAR(5) NOT NULL",
                "VARCHAR(5) NOT NULL DEFAULT ''",
                "TEXT NOT NULL",
                "TEXT NOT NULL DEFAULT ('x')",
                "BLOB NOT NULL",
                "JSON NOT NULL",
                "POINT NOT NULL SRID 0",
                "ENUM('a','b') NOT NULL",
                "SET('a','b') NOT NULL",
                "DATE NOT NULL",
                "YEAR NOT NULL",
                "TIMESTAMP NOT NULL",
                "TIMESTAMP NULL",
                "TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP",
                "DATETIME NOT NULL ON UPDATE CURRENT_TIMESTAMP",
                "INT AS (other + 1)",
                "INT AS (other + 1) STORED NOT NULL"
            })
    void columnsLeftOutOrNullFareAsOnTheServer(String type) throws Exception {
        database.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t (other INT, c " + type + ")");
        Preflight preflight = new Preflight(
                TableReaders.target("t"), TableReaders.of(database).read(TableReaders.target("t")));
        assertThat(passes(preflight, List.of("other")))
                .as("left out")
                .isEqualTo(serverTakes("INSERT INTO t (other) VALUES (1)"));
        assertThat(passes(preflight, List.of("c")))
                .as("NULL")
                .isEqualTo(serverTakes("INSERT INTO t (c) VALUES (NULL)"));

        database.execute("CREATE TRIGGER any_trigger BEFORE INSERT ON t FOR EACH ROW SET NEW.other = 2");
        Preflight triggered = new Preflight(
                TableReaders.target("t"), TableReaders.of(database).read(TableReaders.target("t")));
        assertThat(passes(triggered, List.of("other")))
                .as("left out, with a trigger that might have filled it")
                .isTrue();
    }

    private static boolean passes(Preflight preflight, List<String> columns) {
        Value value = columns.equals(List.of("c")) ? Value.Null.NULL : new Value.Num("1");
        return preflight.check(new Row.Shaped(0, null, columns, List.of(value))) instanceof Checked.Passed;
    }

    private boolean serverTakes(String insert) {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(insert) == 1;
        } catch (SQLException e) {
            return false;
        }
    }
}
