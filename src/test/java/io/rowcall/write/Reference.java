package io.rowcall.write;

import io.rowcall.batch.Batch;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.preflight.Bound;
import io.rowcall.preflight.BoundRow;
import io.rowcall.preflight.Checked;
import io.rowcall.preflight.Preflight;
import io.rowcall.table.Column;
import io.rowcall.table.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What writing rows means: each row that passes preflight, in order, as one statement of its policy. Slow, plain and
 * without a line of the writer's own. Which row was met is asked of the server itself, by an upsert that is undone.
 */
final class Reference {

    private static final int DUPLICATE = 1062;

    /** What a row became. */
    enum Fate {
        INSERTED,
        UPDATED,
        UNCHANGED,
        FAILED
    }

    private final Connection connection;
    private final RandomTable table;
    private final TableShape shape;
    private final Preflight preflight;

    Reference(Connection connection, RandomTable table, Target target, TableShape shape) {
        this.connection = connection;
        this.table = table;
        this.shape = shape;
        this.preflight = new Preflight(target, shape);
    }

    List<List<Fate>> write(List<Batch> batches) throws SQLException {
        List<List<Fate>> fates = new ArrayList<>();
        for (Batch batch : batches) {
            List<Fate> own = new ArrayList<>();
            for (Row row : batch.rows()) {
                own.add(write(row, batch.policy()));
            }
            fates.add(own);
        }
        return fates;
    }

    Fate write(Row row, DuplicatePolicy policy) throws SQLException {
        if (row instanceof Row.Shaped shaped && preflight.check(shaped) instanceof Checked.Passed passed) {
            return policy == DuplicatePolicy.UPDATE ? update(passed.row()) : insert(passed.row(), policy);
        }
        return Fate.FAILED;
    }

    private Fate insert(BoundRow row, DuplicatePolicy policy) throws SQLException {
        try {
            run(insertInto(table.name(), row), row);
            return Fate.INSERTED;
        } catch (SQLException e) {
            rowsOwn(e);
            // A trigger's own duplicate is in another table.
            boolean met = e.getErrorCode() == DUPLICATE
                    && String.valueOf(e.getMessage()).matches("(?s).* for key '" + table.name() + "\\.[^.]*'");
            if (!met || policy == DuplicatePolicy.FAIL) {
                return Fate.FAILED;
            }
        }
        boolean unchanged = policy == DuplicatePolicy.IGNORE || holdsSame(row);
        return unchanged ? Fate.UNCHANGED : Fate.FAILED;
    }

    private Fate update(BoundRow row) throws SQLException {
        List<String> key = shape.key(Objects.requireNonNull(table.updateKey())).orElseThrow().parts().stream()
                .map(part -> String.valueOf(part.column()))
                .toList();
        String sameKey =
                key.stream().map(part -> part + " = VALUES(" + part + ")").collect(Collectors.joining(" AND "));
        String met = met(row, sameKey);
        if (met != null && !met.equals("1")) {
            return Fate.FAILED;
        }
        List<Column> assigned =
                row.columns().isEmpty() ? List.of(shape.column(key.getFirst()).orElseThrow()) : row.columns();
        String assignments = assigned.stream()
                .map(column -> column.name()
                        + (row.columns().isEmpty() ? " = " + column.name() : " = VALUES(" + column.name() + ")"))
                .collect(Collectors.joining(", "));
        try {
            return switch (run(insertInto(table.name(), row) + " ON DUPLICATE KEY UPDATE " + assignments, row)) {
                case 0 -> Fate.UNCHANGED;
                case 1 -> Fate.INSERTED;
                default -> Fate.UPDATED;
            };
        } catch (SQLException e) {
            rowsOwn(e);
            return Fate.FAILED;
        }
    }

    /** Whether the row met holds the same bytes as the given values become in a table without keys. */
    private boolean holdsSame(BoundRow row) throws SQLException {
        List<RandomColumn> given = table.given().stream()
                .filter(column -> row.columns().stream().anyMatch(c -> c.name().equals(column.name())))
                .toList();
        String met = met(
                row,
                "CONCAT_WS('|', ''" + (given.isEmpty() ? "" : ", ") + RandomTable.bytes(given, table.name()) + ")");
        run(insertInto(table.twin(), row), row);
        try (Statement statement = connection.createStatement();
                ResultSet twin = statement.executeQuery("SELECT CONCAT_WS('|', ''" + (given.isEmpty() ? "" : ", ")
                        + RandomTable.bytes(given, "t") + ") FROM " + table.twin() + " t")) {
            twin.next();
            return twin.getString(1).equals(met);
        } finally {
            run("DELETE FROM " + table.twin(), null);
        }
    }

    /** What an expression says of the row that the given one meets; null where it meets none. */
    private @Nullable String met(BoundRow row, String expression) throws SQLException {
        String column = table.columns().getFirst().name();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET @met = NULL");
            statement.execute("SAVEPOINT before_question");
            try {
                run(
                        insertInto(table.name(), row) + " ON DUPLICATE KEY UPDATE " + column + " = IF((@met := "
                                + expression + ") = 'x', " + column + ", " + column + ")",
                        row);
            } catch (SQLException e) {
                // a trigger refuses the update; what was met is known all the same
            }
            statement.execute("ROLLBACK TO before_question");
            try (ResultSet met = statement.executeQuery("SELECT @met")) {
                met.next();
                return met.getString(1);
            }
        }
    }

    /** An error that says nothing of the row would make every comparison hold. */
    private static void rowsOwn(SQLException e) throws SQLException {
        if (List.of(1054, 1064, 1146, 1205, 1213).contains(e.getErrorCode())) {
            throw e;
        }
    }

    private static String insertInto(String table, BoundRow row) {
        String names = row.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String marks = row.values().stream()
                .map(value -> value instanceof Bound.Expression expression ? expression.sql() : "?")
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")";
    }

    private int run(String sql, @Nullable BoundRow row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int c = 0; row != null && c < row.values().size(); c++) {
                switch (row.values().get(c)) {
                    case Bound.Text text -> statement.setString(c + 1, text.text());
                    case Bound.Bytes bytes -> statement.setBytes(c + 1, bytes.bytes());
                    case Bound.Expression expression -> statement.setString(c + 1, expression.argument());
                    case Bound.Null ignored -> statement.setObject(c + 1, null);
                }
            }
            return statement.executeUpdate();
        }
    }
}
