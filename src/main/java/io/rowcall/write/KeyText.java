package io.rowcall.write;

import io.rowcall.preflight.Bound;
import io.rowcall.sql.Sql;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A column's value as a text that is one and the same for the value that a row gave and for the stored value that it
 * became, whatever the spelling: preflight binds canonical texts, and what the server prints is made alike here.
 */
final class KeyText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Adds the stored value as hexadecimal digits, which {@link #ofStored} reads. */
    static void addStored(Sql sql, String of, Column column) {
        switch (column.type()) {
            case ColumnType.Bit ignored -> add(sql, "HEX(CAST(CAST(", of, column, " AS UNSIGNED) AS CHAR))");
            // A FLOAT would print six digits.
            case ColumnType.Floating ignored -> add(sql, "HEX(CAST(CAST(", of, column, " AS DOUBLE) AS CHAR))");
            case ColumnType type -> {
                if (bytes(type)) {
                    add(sql, "HEX(", of, column, ")");
                } else {
                    add(sql, "HEX(CAST(", of, column, " AS CHAR CHARACTER SET utf8mb4))");
                }
            }
        }
    }

    private static void add(Sql sql, String before, String of, Column column, String after) {
        ColumnSql.addColumn(sql.add(before), of, column).add(after);
    }

    static String ofStored(Column column, String hex) {
        if (bytes(column.type())) {
            return hex;
        }
        String text = new String(HEX.parseHex(hex), StandardCharsets.UTF_8);
        return switch (column.type()) {
            // ZEROFILL prints zeros in front.
            case ColumnType.Whole ignored -> new BigInteger(text).toString();
            case ColumnType.Decimal ignored -> new BigDecimal(text).toPlainString();
            case ColumnType.Floating ignored -> number(Double.parseDouble(text));
            default -> text;
        };
    }

    /** Null for NULL. */
    static @Nullable String ofBound(Column column, Bound value) {
        return switch (value) {
            case Bound.Text text ->
                column.type() instanceof ColumnType.Floating floating
                        ? number(floating.single() ? Float.parseFloat(text.text()) : Double.parseDouble(text.text()))
                        : text.text();
            case Bound.Bytes bytes ->
                column.type() instanceof ColumnType.Bit
                        ? new BigInteger(1, bytes.bytes()).toString()
                        : HEX.formatHex(bytes.bytes());
            case Bound.Null ignored -> null;
            case Bound.Expression expression -> expression.argument();
        };
    }

    /** Whether the server gives back of the column what {@link #ofBound} expects: not where it keeps a meaning only. */
    static boolean exact(Column column) {
        return !(column.type() instanceof ColumnType.Json
                || column.type() instanceof ColumnType.Spatial
                || column.type() instanceof ColumnType.Vector);
    }

    /** Adding zero makes one of the two zeros. */
    private static String number(double number) {
        return Double.toString(number + 0.0);
    }

    private static boolean bytes(ColumnType type) {
        return type instanceof ColumnType.Binary
                || type instanceof ColumnType.VarBinary
                || type instanceof ColumnType.Blob;
    }

    private KeyText() {}
}
