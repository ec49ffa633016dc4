package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.sql.Sql;
import io.rowcall.table.Collation;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** How a column and a value for it stand in SQL, so that they compare as the column's own type and not as text. */
final class ColumnSql {

    /** Adds what stands for a value in VALUES, and binds it. */
    static void addValue(Sql sql, Bound value) {
        switch (value) {
            case Bound.Text text -> sql.text(text.text());
            case Bound.Bytes bytes -> sql.add("?").bind(bytes.bytes());
            case Bound.Null ignored -> sql.add("?").bind(null);
            case Bound.Expression expression -> sql.add(expression.sql()).bind(expression.argument());
        }
    }

    /** Adds the value as an expression of the column's type, which an index of the column can be asked for. */
    static void addTyped(Sql sql, Column column, Bound value) {
        switch (value) {
            case Bound.Text text -> sql.add(typed(column)).bind(text.text());
            case Bound.Bytes bytes -> {
                if (column.type() instanceof ColumnType.Bit) {
                    // Bits compare as a number.
                    sql.add("CAST(? AS UNSIGNED)").bind(new BigInteger(1, bytes.bytes()).toString());
                } else {
                    addValue(sql, bytes);
                }
            }
            case Bound other -> addValue(sql, other);
        }
    }

    private static String typed(Column column) {
        return switch (column.type()) {
            case ColumnType.Whole whole -> whole.unsigned() ? "CAST(? AS UNSIGNED)" : "CAST(? AS SIGNED)";
            case ColumnType.Decimal decimal ->
                "CAST(? AS DECIMAL(%d,%d))".formatted(decimal.precision(), decimal.scale());
            case ColumnType.Floating floating -> floating.single() ? "CAST(? AS FLOAT)" : "CAST(? AS DOUBLE)";
            // As a year, '0000' would be 2000.
            case ColumnType.Year ignored -> "CAST(? AS UNSIGNED)";
            case ColumnType.Date ignored -> "CAST(? AS DATE)";
            case ColumnType.Time time -> "CAST(? AS TIME(%d))".formatted(time.fraction());
            case ColumnType.DateTime time -> "CAST(? AS DATETIME(%d))".formatted(time.fraction());
            case ColumnType.Timestamp time -> "CAST(? AS DATETIME(%d))".formatted(time.fraction());
            case ColumnType.Json ignored -> "CAST(? AS JSON)";
            default -> inCollation(column.text());
        };
    }

    private static String inCollation(@Nullable Collation collation) {
        return collation == null
                ? "?"
                : "CONVERT(? USING %s) COLLATE %s"
                        .formatted(collation.characterSet().name(), collation.name());
    }

    /**
     * Adds a condition, 0 or 1, that holds where the table's row holds another value than this one: text that differs
     * in any byte, JSON with another meaning.
     *
     * @param of what the column's name is to be qualified by, in back-ticks
     */
    static void addDiffers(Sql sql, String of, Column column, Bound value) {
        if (value == Bound.Null.NULL) {
            addColumn(sql.add("("), of, column).add(" IS NOT NULL)");
        } else if (column.text() != null) {
            addColumn(sql.add("NOT (CAST("), of, column).add(" AS BINARY) <=> CAST(");
            addTyped(sql, column, value);
            sql.add(" AS BINARY))");
        } else if (column.type() instanceof ColumnType.Vector) {
            // A vector compares with nothing but itself.
            addColumn(sql.add("NOT (HEX("), of, column).add(") <=> HEX(");
            addValue(sql, value);
            sql.add("))");
        } else {
            addColumn(sql.add("NOT ("), of, column).add(" <=> ");
            addTyped(sql, column, value);
            sql.add(")");
        }
    }

    static Sql addColumn(Sql sql, String of, Column column) {
        return sql.add(of).add(".").name(column.name());
    }

    private ColumnSql() {}
}
