package io.rowcall.table;

import io.rowcall.table.ColumnType.Kind;
import io.rowcall.table.ColumnType.Rounding;
import io.rowcall.table.TableMapper.ColumnRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a column's type from information_schema.COLUMNS. */
final class ColumnTypes {

    private ColumnTypes() {}

    /** Empty where Rowcall doesn't know the type. */
    static Optional<ColumnType> of(ColumnRow row) {
        return Optional.ofNullable(
                switch (row.dataType().toLowerCase(Locale.ROOT)) {
                    case "tinyint" -> whole(row, 8);
                    case "smallint" -> whole(row, 16);
                    case "mediumint" -> whole(row, 24);
                    case "int" -> whole(row, 32);
                    case "bigint" -> whole(row, 64);
                    case "decimal" -> new ColumnType.Decimal(precision(row), or0(row.scale()), unsigned(row));
                    case "float" -> new ColumnType.Floating(true, rounding(row), unsigned(row));
                    case "double" -> new ColumnType.Floating(false, rounding(row), unsigned(row));
                    case "bit" -> new ColumnType.Bit(precision(row));
                    case "year" -> new ColumnType.Year();
                    case "date" -> new ColumnType.Date();
                    case "time" -> new ColumnType.Time(or0(row.fraction()));
                    case "datetime" -> new ColumnType.DateTime(or0(row.fraction()));
                    case "timestamp" -> new ColumnType.Timestamp(or0(row.fraction()));
                    case "char" -> new ColumnType.Char((int) length(row));
                    case "varchar" -> new ColumnType.VarChar((int) length(row));
                    case "tinytext", "text", "mediumtext", "longtext" -> new ColumnType.Text(bytes(row));
                    case "binary" -> new ColumnType.Binary((int) length(row));
                    case "varbinary" -> new ColumnType.VarBinary((int) length(row));
                    case "tinyblob", "blob", "mediumblob", "longblob" -> new ColumnType.Blob(length(row));
                    case "enum" -> new ColumnType.OneOf(members(row.columnType()));
                    case "set" -> new ColumnType.SomeOf(members(row.columnType()));
                    case "json" -> new ColumnType.Json();
                    case "vector" -> new ColumnType.Vector((int) length(row) / Float.BYTES);
                    case "geometry" -> spatial(row, Kind.GEOMETRY);
                    case "point" -> spatial(row, Kind.POINT);
                    case "linestring" -> spatial(row, Kind.LINESTRING);
                    case "polygon" -> spatial(row, Kind.POLYGON);
                    case "multipoint" -> spatial(row, Kind.MULTIPOINT);
                    case "multilinestring" -> spatial(row, Kind.MULTILINESTRING);
                    case "multipolygon" -> spatial(row, Kind.MULTIPOLYGON);
                    case "geomcollection", "geometrycollection" -> spatial(row, Kind.GEOMETRYCOLLECTION);
                    default -> null;
                });
    }

    private static ColumnType whole(ColumnRow row, int bits) {
        return new ColumnType.Whole(bits, unsigned(row), row.columnType().startsWith("tinyint(1)"));
    }

    private static ColumnType spatial(ColumnRow row, Kind kind) {
        return new ColumnType.Spatial(kind, row.srid());
    }

    private static boolean unsigned(ColumnRow row) {
        return row.columnType().contains("unsigned");
    }

    private static @Nullable Rounding rounding(ColumnRow row) {
        return row.scale() == null ? null : new Rounding(precision(row), row.scale());
    }

    private static int precision(ColumnRow row) {
        return Objects.requireNonNull(row.precision());
    }

    private static long length(ColumnRow row) {
        return Objects.requireNonNull(row.length());
    }

    private static long bytes(ColumnRow row) {
        return Objects.requireNonNull(row.bytes());
    }

    private static int or0(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** The members in {@code enum('a','it''s')}, where MySQL doubles quotes and writes a few characters with a backslash. */
    static List<String> members(String columnType) {
        List<String> members = new ArrayList<>();
        int i = columnType.indexOf('(') + 1;
        while (columnType.charAt(i) == '\'') {
            StringBuilder member = new StringBuilder();
            i++;
            while (columnType.charAt(i) != '\'' || columnType.charAt(i + 1) == '\'') {
                char c = columnType.charAt(i++);
                if (c == '\\') {
                    c = SqlText.escaped(columnType.charAt(i++));
                } else if (c == '\'') {
                    i++;
                }
                member.append(c);
            }
            members.add(member.toString());
            i += columnType.charAt(i + 1) == ',' ? 2 : 1;
        }
        return List.copyOf(members);
    }
}
