package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.sql.Sql;
import io.rowcall.table.Collation;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How a column and a value for it stand in SQL, so that they compare as the column's own type and not as text. */
final class ColumnSql {

    /** Adds what stands for a value in VALUES, and binds it. */
    static void addValue(Sql sql, Bound value) {
        switch (value) {
            case Bound.Text text -> sql.add("?").bind(text.text());
            case Bound.Bytes bytes -> sql.add("?").bind(bytes.bytes());
            case Bound.Null ignored -> sql.add("?").bind(null);
            case Bound.Expression expression -> sql.add(expression.sql()).bind(expression.argument());
        }
    }

    /** Adds the value as an expression of the column's type, which an index of the column can be asked for. */
    static void addTyped(Sql sql, Column column, Bound value) {
        if (!(value instanceof Bound.Text text)) {
            addValue(sql, value);
            return;
        }
        String typed = switch (column.type()) {
            case ColumnType.Whole whole -> whole.unsigned() ? "CAST(? AS UNSIGNED)" : "CAST(? AS SIGNED)";
            case ColumnType.Decimal decimal ->
                "CAST(? AS DECIMAL(%d,%d))".formatted(decimal.precision(), decimal.scale());
            case ColumnType.Floating floating -> floating.single() ? "CAST(? AS FLOAT)" : "CAST(? AS DOUBLE)";
            case ColumnType.Year ignored -> "CAST(? AS YEAR)";
            case ColumnType.Date ignored -> "CAST(? AS DATE)";
            case ColumnType.Time time -> "CAST(? AS TIME(%d))".formatted(time.fraction());
            case ColumnType.DateTime time -> "CAST(? AS DATETIME(%d))".formatted(time.fraction());
            case ColumnType.Timestamp time -> "CAST(? AS DATETIME(%d))".formatted(time.fraction());
            case ColumnType.Json ignored -> "CAST(? AS JSON)";
            default -> inCollation(column.text());
        };
        sql.add(typed).bind(text.text());
    }

    private static String inCollation(@Nullable Collation collation) {
        return collation == null
                ? "?"
                : "CONVERT(? USING %s) COLLATE %s"
                        .formatted(collation.characterSet().name(), collation.name());
    }

    /** Adds a condition that holds where the column does not hold the value byte by byte. */
    static void addDiffers(Sql sql, Column column, Bound value) {
        boolean text = column.text() != null;
        sql.add(text ? "NOT (CAST(t." : "NOT (t.").name(column.name()).add(text ? " AS BINARY) <=> CAST(" : " <=> ");
        addTyped(sql, column, value);
        sql.add(text ? " AS BINARY))" : ")");
    }

    /** Adds the column's stored value in the text in which {@link #key(Bound)} gives bound ones. */
    static void addStored(Sql sql, Column column) {
        boolean bytes = switch (column.type()) {
            case ColumnType.Binary ignored -> true;
            case ColumnType.VarBinary ignored -> true;
            case ColumnType.Blob ignored -> true;
            case ColumnType.Bit ignored -> true;
            default -> false;
        };
        sql.add(bytes ? "HEX(t." : "CAST(t.").name(column.name()).add(bytes ? ")" : " AS CHAR CHARACTER SET utf8mb4)");
    }

    /** The text by which a bound value and the stored value it became are the same; null for NULL. */
    static @Nullable String key(Bound value) {
        return switch (value) {
            case Bound.Text text -> text.text();
            case Bound.Bytes bytes -> HexFormat.of().withUpperCase().formatHex(bytes.bytes());
            case Bound.Null ignored -> null;
            case Bound.Expression expression -> expression.argument();
        };
    }

    private ColumnSql() {}
}
