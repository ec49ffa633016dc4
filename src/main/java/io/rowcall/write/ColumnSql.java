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

    /** So many characters always fit a long. */
    private static final int LONGEST_LONG = 18;

    /** Adds a value for its column in an INSERT. A whole number goes as one, since a text would have to be converted. */
    static void addStored(Sql sql, Column column, Bound value) {
        if (column.type() instanceof ColumnType.Whole
                && value instanceof Bound.Text digits
                && digits.text().length() <= LONGEST_LONG) {
            sql.number(Long.parseLong(digits.text()));
        } else {
            addValue(sql, value);
        }
    }

    /** Adds what stands for a value in VALUES. */
    static void addValue(Sql sql, Bound value) {
        switch (value) {
            case Bound.Text text -> sql.text(text.text());
            case Bound.Bytes bytes -> sql.bytes(bytes.bytes());
            case Bound.Null ignored -> sql.add("NULL");
            case Bound.Expression expression -> sql.add(expression.sql()).bind(expression.argument());
        }
    }

    /** Adds the value as an expression of the column's type, which an index of the column can be asked for. */
    static void addTyped(Sql sql, Column column, Bound value) {
        switch (value) {
            case Bound.Text text -> sql.add(typed(column, "?")).bind(text.text());
            case Bound.Bytes bytes -> {
                if (column.type() instanceof ColumnType.Bit) {
                    sql.add(typed(column, "?")).bind(bits(bytes));
                } else {
                    addValue(sql, bytes);
                }
            }
            case Bound other -> addValue(sql, other);
        }
    }

    /** Adds the value for a column of a derived table, from where {@link #typed} takes it. */
    static void addUntyped(Sql sql, Column column, Bound value) {
        if (column.type() instanceof ColumnType.Bit && value instanceof Bound.Bytes bytes) {
            sql.text(bits(bytes));
        } else {
            addStored(sql, column, value);
        }
    }

    /** Bits compare as a number. */
    private static String bits(Bound.Bytes bytes) {
        return new BigInteger(1, bytes.bytes()).toString();
    }

    /** The operand, a value as {@link #addUntyped} adds it, as an expression of the column's type. */
    static String typed(Column column, String operand) {
        return switch (column.type()) {
            case ColumnType.Whole whole -> cast(operand, whole.unsigned() ? "UNSIGNED" : "SIGNED");
            case ColumnType.Decimal decimal ->
                cast(operand, "DECIMAL(%d,%d)".formatted(decimal.precision(), decimal.scale()));
            case ColumnType.Floating floating -> cast(operand, floating.single() ? "FLOAT" : "DOUBLE");
            // As a year, '0000' would be 2000.
            case ColumnType.Year ignored -> cast(operand, "UNSIGNED");
            case ColumnType.Bit ignored -> cast(operand, "UNSIGNED");
            case ColumnType.Date ignored -> cast(operand, "DATE");
            case ColumnType.Time time -> cast(operand, "TIME(" + time.fraction() + ")");
            case ColumnType.DateTime time -> cast(operand, "DATETIME(" + time.fraction() + ")");
            case ColumnType.Timestamp time -> cast(operand, "DATETIME(" + time.fraction() + ")");
            case ColumnType.Json ignored -> cast(operand, "JSON");
            default -> inCollation(operand, column.text());
        };
    }

    private static String cast(String operand, String type) {
        return "CAST(" + operand + " AS " + type + ")";
    }

    private static String inCollation(String operand, @Nullable Collation collation) {
        return collation == null
                ? operand
                : "CONVERT(%s USING %s) COLLATE %s"
                        .formatted(operand, collation.characterSet().name(), collation.name());
    }

    /** The values of another row, as expressions of the columns' types. */
    interface Other {
        /** Adds the value of one of the chunk's columns, by its position among them. */
        void addTyped(Sql sql, int position);
    }

    /**
     * Adds a condition, 0 or 1, that holds where the table's row holds another value than the other row: text that
     * differs in any byte, JSON with another meaning.
     *
     * @param of what the column's name is to be qualified by, in back-ticks
     */
    static void addDiffers(Sql sql, String of, Chunk chunk, int position, Other other) {
        Column column = chunk.columns().get(position);
        if (column.text() != null) {
            addColumn(sql.add("NOT (CAST("), of, column).add(" AS BINARY) <=> CAST(");
            other.addTyped(sql, position);
            sql.add(" AS BINARY))");
        } else if (column.type() instanceof ColumnType.Vector) {
            // A vector compares with nothing but itself.
            addColumn(sql.add("NOT (HEX("), of, column).add(") <=> HEX(");
            other.addTyped(sql, position);
            sql.add("))");
        } else {
            addColumn(sql.add("NOT ("), of, column).add(" <=> ");
            other.addTyped(sql, position);
            sql.add(")");
        }
    }

    static Sql addColumn(Sql sql, String of, Column column) {
        return sql.add(of).add(".").name(column.name());
    }

    private ColumnSql() {}
}
