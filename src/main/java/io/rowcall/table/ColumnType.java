package io.rowcall.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a column holds. Lengths are in the unit that the column's limit is in. */
public sealed interface ColumnType {

    /**
     * TINYINT to BIGINT.
     *
     * @param bits 8, 16, 24, 32 or 64
     * @param bool whether it is TINYINT(1), which MySQL itself calls BOOLEAN
     */
    record Whole(int bits, boolean unsigned, boolean bool) implements ColumnType {}

    /**
     * DECIMAL.
     *
     * @param precision digits in all, 1 to 65
     * @param scale digits after the point, 0 to 30
     */
    record Decimal(int precision, int scale, boolean unsigned) implements ColumnType {}

    /**
     * FLOAT or DOUBLE.
     *
     * @param single whether it is FLOAT, of 4 bytes
     * @param rounding the digits of FLOAT(m,d) or DOUBLE(m,d), null where none are declared
     */
    record Floating(boolean single, @Nullable Rounding rounding, boolean unsigned) implements ColumnType {}

    /**
     * Digits that a FLOAT(m,d) rounds to.
     *
     * @param precision digits in all
     * @param scale digits after the point
     */
    record Rounding(int precision, int scale) {}

    /** BIT of 1 to 64 bits. */
    record Bit(int bits) implements ColumnType {}

    /** YEAR: 0000 and 1901 to 2155. */
    record Year() implements ColumnType {}

    /** DATE. */
    record Date() implements ColumnType {}

    /** TIME with 0 to 6 fraction digits. */
    record Time(int fraction) implements ColumnType {}

    /** DATETIME with 0 to 6 fraction digits. */
    record DateTime(int fraction) implements ColumnType {}

    /** TIMESTAMP, a moment, with 0 to 6 fraction digits. */
    record Timestamp(int fraction) implements ColumnType {}

    /** CHAR of so many characters; drops trailing spaces. */
    record Char(int length) implements ColumnType {}

    /** VARCHAR of so many characters. */
    record VarChar(int length) implements ColumnType {}

    /** TINYTEXT to LONGTEXT of so many bytes in the column's character set. */
    record Text(long bytes) implements ColumnType {}

    /** BINARY of so many bytes. */
    record Binary(int length) implements ColumnType {}

    /** VARBINARY of so many bytes. */
    record VarBinary(int length) implements ColumnType {}

    /** TINYBLOB to LONGBLOB of so many bytes. */
    record Blob(long bytes) implements ColumnType {}

    /** ENUM with its members in their order. */
    record OneOf(List<String> members) implements ColumnType {}

    /** SET with its members in their order. */
    record SomeOf(List<String> members) implements ColumnType {}

    /** JSON. */
    record Json() implements ColumnType {}

    /**
     * A spatial column.
     *
     * @param kind what of geometries it takes
     * @param srid the spatial reference system that all its values have, null where it takes any
     */
    record Spatial(Kind kind, @Nullable Long srid) implements ColumnType {}

    /** Kinds of geometries. */
    enum Kind {
        GEOMETRY,
        POINT,
        LINESTRING,
        POLYGON,
        MULTIPOINT,
        MULTILINESTRING,
        MULTIPOLYGON,
        GEOMETRYCOLLECTION
    }

    /** VECTOR of at most so many 4-byte floats. */
    record Vector(int dimensions) implements ColumnType {}
}
