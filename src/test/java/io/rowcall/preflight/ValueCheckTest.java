package io.rowcall.preflight;

import static io.rowcall.batch.ReasonCode.BAD_CHARSET;
import static io.rowcall.batch.ReasonCode.BAD_DATETIME;
import static io.rowcall.batch.ReasonCode.BAD_JSON;
import static io.rowcall.batch.ReasonCode.NOT_IN_ENUM;
import static io.rowcall.batch.ReasonCode.OUT_OF_RANGE;
import static io.rowcall.batch.ReasonCode.PRECISION_LOSS;
import static io.rowcall.batch.ReasonCode.TOO_LONG;
import static io.rowcall.batch.ReasonCode.WRONG_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rowcall.batch.Value;
import io.rowcall.table.CharacterSet;
import io.rowcall.table.ColumnType;
import io.rowcall.table.ColumnType.Kind;
import io.rowcall.table.ColumnType.Rounding;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One line a case: the column's type, the value, and what is bound or the fault's code. */
class ValueCheckTest {

    private static final ColumnType TINYINT = new ColumnType.Whole(8, false, false);
    private static final ColumnType BOOLEAN = new ColumnType.Whole(8, false, true);
    private static final ColumnType BIGINT_UNSIGNED = new ColumnType.Whole(64, true, false);
    private static final ColumnType DECIMAL = new ColumnType.Decimal(5, 2, false);
    private static final ColumnType FLOAT = new ColumnType.Floating(true, null, false);
    private static final ColumnType DOUBLE = new ColumnType.Floating(false, null, false);
    private static final ColumnType FLOAT_7_2 = new ColumnType.Floating(true, new Rounding(7, 2), true);
    private static final ColumnType DATE = new ColumnType.Date();
    private static final ColumnType TIME = new ColumnType.Time(0);
    private static final ColumnType DATETIME = new ColumnType.DateTime(0);
    private static final ColumnType DATETIME_3 = new ColumnType.DateTime(3);
    private static final ColumnType TIMESTAMP = new ColumnType.Timestamp(0);
    private static final ColumnType CHAR = new ColumnType.Char(3);
    private static final ColumnType VARCHAR = new ColumnType.VarChar(3);
    private static final ColumnType TEXT = new ColumnType.Text(6);
    private static final ColumnType ENUM = new ColumnType.OneOf(List.of("Red", "green"));
    private static final ColumnType SET = new ColumnType.SomeOf(List.of("a", "B", "c"));
    private static final ColumnType JSON = new ColumnType.Json();
    private static final ColumnType POINT = new ColumnType.Spatial(Kind.POINT, 4326L);

    static Stream<Arguments> wholeNumbers() {
        return Stream.of(
                arguments(TINYINT, number("127"), "127"),
                arguments(TINYINT, number("128"), OUT_OF_RANGE),
                arguments(TINYINT, text("-128"), "-128"),
                arguments(TINYINT, text("-129"), OUT_OF_RANGE),
                arguments(TINYINT, number("1.0"), "1"),
                arguments(TINYINT, number("1e2"), "100"),
                arguments(TINYINT, number("1e200000000"), OUT_OF_RANGE),
                arguments(TINYINT, number("1e-200000000"), PRECISION_LOSS),
                arguments(TINYINT, number("0e99999999999"), "0"),
                arguments(TINYINT, number("2.5"), PRECISION_LOSS),
                arguments(TINYINT, text(" +007\t"), "7"),
                arguments(TINYINT, number("-0"), "0"),
                arguments(TINYINT, text(""), WRONG_TYPE),
                arguments(TINYINT, text("12abc"), WRONG_TYPE),
                arguments(TINYINT, text("0x1F"), WRONG_TYPE),
                arguments(TINYINT, text("٣"), WRONG_TYPE),
                arguments(TINYINT, Value.Bool.TRUE, WRONG_TYPE),
                arguments(TINYINT, json("[1]"), WRONG_TYPE),
                arguments(BOOLEAN, Value.Bool.TRUE, "1"),
                arguments(BOOLEAN, Value.Bool.FALSE, "0"),
                arguments(BOOLEAN, field("TRUE"), "1"),
                arguments(BOOLEAN, text("true"), WRONG_TYPE),
                arguments(BOOLEAN, number("5"), "5"),
                arguments(BIGINT_UNSIGNED, number("18446744073709551615"), "18446744073709551615"),
                arguments(BIGINT_UNSIGNED, number("18446744073709551616"), OUT_OF_RANGE),
                arguments(BIGINT_UNSIGNED, number("-1"), OUT_OF_RANGE),
                arguments(BIGINT_UNSIGNED, number("9".repeat(1_000_000)), OUT_OF_RANGE));
    }

    static Stream<Arguments> decimals() {
        return Stream.of(
                arguments(DECIMAL, number("999.99"), "999.99"),
                arguments(DECIMAL, number("-999.99"), "-999.99"),
                arguments(DECIMAL, number("1000"), OUT_OF_RANGE),
                arguments(DECIMAL, number("1.5"), "1.50"),
                arguments(DECIMAL, number("0.05"), "0.05"),
                arguments(DECIMAL, number("1.500000000"), "1.50"),
                arguments(DECIMAL, number("1.005"), PRECISION_LOSS),
                arguments(DECIMAL, number("12e1"), "120.00"),
                arguments(DECIMAL, number("-0.00"), "0.00"),
                arguments(DECIMAL, text("one"), WRONG_TYPE),
                arguments(DECIMAL, number("1e200000000"), OUT_OF_RANGE),
                arguments(new ColumnType.Decimal(5, 2, true), number("-0.01"), OUT_OF_RANGE),
                arguments(new ColumnType.Decimal(2, 2, false), number("1"), OUT_OF_RANGE),
                arguments(new ColumnType.Decimal(3, 0, false), number("120"), "120"));
    }

    static Stream<Arguments> floats() {
        return Stream.of(
                arguments(FLOAT, number("0.1"), "0.10000000149011612"),
                arguments(FLOAT, number("3.4028235e38"), "3.4028234663852886E38"),
                arguments(FLOAT, number("3.5e38"), OUT_OF_RANGE),
                arguments(FLOAT, number("1e-60"), OUT_OF_RANGE),
                arguments(FLOAT, number("0e0"), "0.0"),
                arguments(DOUBLE, number("0.1"), "0.1"),
                arguments(DOUBLE, number("1.7976931348623157e308"), "1.7976931348623157E308"),
                arguments(DOUBLE, number("1e309"), OUT_OF_RANGE),
                arguments(DOUBLE, number("1e-400"), OUT_OF_RANGE),
                arguments(DOUBLE, text("NaN"), WRONG_TYPE),
                arguments(DOUBLE, text("1d"), WRONG_TYPE),
                arguments(DOUBLE, Value.Bool.TRUE, WRONG_TYPE),
                arguments(FLOAT_7_2, number("99999.99"), "99999.99"),
                arguments(FLOAT_7_2, number("100000"), OUT_OF_RANGE),
                arguments(FLOAT_7_2, number("1.005"), PRECISION_LOSS),
                arguments(FLOAT_7_2, number("-1"), OUT_OF_RANGE));
    }

    static Stream<Arguments> bitsAndBytes() {
        return Stream.of(
                arguments(new ColumnType.Bit(1), Value.Bool.TRUE, "x01"),
                arguments(new ColumnType.Bit(1), number("0"), "x00"),
                arguments(new ColumnType.Bit(1), field("1"), "x01"),
                arguments(new ColumnType.Bit(1), text("AQ=="), "x01"),
                arguments(new ColumnType.Bit(1), number("2"), WRONG_TYPE),
                arguments(new ColumnType.Bit(8), number("1"), WRONG_TYPE),
                arguments(new ColumnType.Bit(8), Value.Bool.TRUE, WRONG_TYPE),
                arguments(new ColumnType.Bit(8), text("AAD/"), "xff"),
                arguments(new ColumnType.Bit(8), text("Af8="), TOO_LONG),
                arguments(new ColumnType.Bit(8), text(""), WRONG_TYPE),
                arguments(new ColumnType.Binary(2), text("AQI="), "x0102"),
                arguments(new ColumnType.Binary(2), text("AQ=="), WRONG_TYPE),
                arguments(new ColumnType.Binary(2), text("AQID"), TOO_LONG),
                arguments(new ColumnType.VarBinary(2), text(""), "x"),
                arguments(new ColumnType.VarBinary(2), text("AQ=="), "x01"),
                arguments(new ColumnType.VarBinary(2), text("AQ"), WRONG_TYPE),
                arguments(new ColumnType.VarBinary(2), text("_w=="), WRONG_TYPE),
                arguments(new ColumnType.Blob(2), text("AQID"), TOO_LONG),
                arguments(new ColumnType.Blob(2), number("1234"), WRONG_TYPE),
                arguments(new ColumnType.Vector(2), json("[1,-2.5]"), "x0000803f000020c0"),
                arguments(new ColumnType.Vector(2), text("AACAPw=="), "x0000803f"),
                arguments(new ColumnType.Vector(2), json("[1,2,3]"), TOO_LONG),
                arguments(new ColumnType.Vector(2), json("[]"), WRONG_TYPE),
                arguments(new ColumnType.Vector(2), json("[1e39]"), WRONG_TYPE),
                arguments(new ColumnType.Vector(2), json("[1e99999999999]"), WRONG_TYPE),
                arguments(new ColumnType.Vector(2), text("AADAfw=="), WRONG_TYPE));
    }

    static Stream<Arguments> datesAndTimes() {
        return Stream.of(
                arguments(new ColumnType.Year(), text("2024"), "2024"),
                arguments(new ColumnType.Year(), number("1901"), "1901"),
                arguments(new ColumnType.Year(), text("0000"), "0000"),
                arguments(new ColumnType.Year(), text("1900"), OUT_OF_RANGE),
                arguments(new ColumnType.Year(), text("2156"), OUT_OF_RANGE),
                arguments(new ColumnType.Year(), number("5"), BAD_DATETIME),
                arguments(DATE, text("2024-02-29"), "2024-02-29"),
                arguments(DATE, text("2023-02-29"), BAD_DATETIME),
                arguments(DATE, text("0000-00-00"), BAD_DATETIME),
                arguments(DATE, text("2024-00-01"), BAD_DATETIME),
                arguments(DATE, text("0000-02-29"), BAD_DATETIME),
                arguments(DATE, text("0000-01-01"), "0000-01-01"),
                arguments(DATE, text("9999-12-31"), "9999-12-31"),
                arguments(DATE, text("10000-01-01"), BAD_DATETIME),
                arguments(DATE, text("2024-01-31T00:00:00"), BAD_DATETIME),
                arguments(DATE, text("2024-1-31"), BAD_DATETIME),
                arguments(DATE, number("20240131"), WRONG_TYPE),
                arguments(TIME, text("23:59"), "23:59:00"),
                arguments(TIME, text("-838:59:59"), "-838:59:59"),
                arguments(TIME, text("838:59:59.0"), "838:59:59"),
                arguments(TIME, text("839:00:00"), BAD_DATETIME),
                arguments(TIME, text("10:11:12.5"), BAD_DATETIME),
                arguments(TIME, text("-00:00:00"), "00:00:00"),
                arguments(TIME, text("10:60:00"), BAD_DATETIME),
                arguments(new ColumnType.Time(3), text("10:11:12.5"), "10:11:12.500"),
                arguments(new ColumnType.Time(6), text("838:59:59.000001"), BAD_DATETIME),
                arguments(DATETIME, text("2024-01-31T10:11:12"), "2024-01-31 10:11:12"),
                arguments(DATETIME, text("2024-01-31 10:11"), "2024-01-31 10:11:00"),
                arguments(DATETIME, text("2024-01-31"), "2024-01-31 00:00:00"),
                arguments(DATETIME, text("2024-01-31T10:11:12.000"), "2024-01-31 10:11:12"),
                arguments(DATETIME, text("2024-01-31T10:11:12.5"), BAD_DATETIME),
                arguments(DATETIME, text("2024-01-31T10:11:12Z"), BAD_DATETIME),
                arguments(DATETIME, text("2024-01-31T10:11:12+02:00"), BAD_DATETIME),
                arguments(DATETIME, text("2024-01-31T24:00:00"), BAD_DATETIME),
                arguments(DATETIME, text("2024-01-31T23:59:60"), BAD_DATETIME),
                arguments(DATETIME_3, text("2024-01-31T10:11:12.5000"), "2024-01-31 10:11:12.500"),
                arguments(TIMESTAMP, text("2024-01-31T10:11:12Z"), "2024-01-31 10:11:12"),
                arguments(TIMESTAMP, text("2024-01-01T00:30:00+02:00"), "2023-12-31 22:30:00"),
                arguments(TIMESTAMP, text("2024-02-28T23:00:00-0130"), "2024-02-29 00:30:00"),
                arguments(TIMESTAMP, text("2024-01-31T10:11:12"), "2024-01-31 10:11:12"),
                arguments(TIMESTAMP, text("2024-01-31T10:11:12+14:01"), BAD_DATETIME),
                arguments(TIMESTAMP, text("1970-01-01T00:00:00Z"), BAD_DATETIME),
                arguments(TIMESTAMP, text("1970-01-01T01:00:01+01:00"), "1970-01-01 00:00:01"),
                arguments(TIMESTAMP, text("2038-01-19T03:14:07Z"), "2038-01-19 03:14:07"),
                arguments(TIMESTAMP, text("2038-01-19T03:14:08Z"), BAD_DATETIME),
                arguments(TIMESTAMP, text("0001-01-01T00:00:00+14:00"), BAD_DATETIME));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments(CHAR, text("abc"), "abc"),
                arguments(CHAR, text("ab "), PRECISION_LOSS),
                arguments(CHAR, text("ab\t"), "ab\t"),
                arguments(CHAR, text("abcd"), TOO_LONG),
                arguments(VARCHAR, text("ab "), "ab "),
                arguments(VARCHAR, text("abc "), TOO_LONG),
                arguments(VARCHAR, text(""), ""),
                arguments(VARCHAR, text("a\u0000b"), "a\u0000b"),
                arguments(VARCHAR, text("😀😀😀"), "😀😀😀"),
                arguments(VARCHAR, text("😀😀😀😀"), TOO_LONG),
                arguments(VARCHAR, text("\ud83d"), BAD_CHARSET),
                arguments(VARCHAR, number("1.0"), "1.0"),
                arguments(VARCHAR, Value.Bool.TRUE, WRONG_TYPE),
                arguments(VARCHAR, json("{}"), WRONG_TYPE),
                arguments(TEXT, text("ééé"), "ééé"),
                arguments(TEXT, text("éééx"), TOO_LONG),
                arguments(ENUM, text("red"), "Red"),
                arguments(ENUM, text("blue"), NOT_IN_ENUM),
                arguments(ENUM, text("1"), NOT_IN_ENUM),
                arguments(ENUM, text(""), NOT_IN_ENUM),
                arguments(ENUM, number("1"), WRONG_TYPE),
                arguments(SET, text("c,A"), "a,c"),
                arguments(SET, text("b,B"), "B"),
                arguments(SET, text(""), ""),
                arguments(SET, json("[]"), ""),
                arguments(SET, json("[\"c\",\"b\"]"), "B,c"),
                arguments(SET, json("[\"a,b\"]"), NOT_IN_ENUM),
                arguments(SET, json("[1]"), WRONG_TYPE),
                arguments(SET, text("a,"), NOT_IN_ENUM),
                arguments(SET, text("a,d"), NOT_IN_ENUM),
                arguments(SET, number("3"), WRONG_TYPE));
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                arguments(JSON, json("{\"a\":[1,2.5,true,null]}"), "{\"a\":[1,2.5,true,null]}"),
                arguments(JSON, text("a \"b\""), "\"a \\\"b\\\"\""),
                arguments(JSON, field("[1]"), "[1]"),
                arguments(JSON, field("[1] 2"), BAD_JSON),
                arguments(JSON, field("[1"), BAD_JSON),
                arguments(JSON, field(""), BAD_JSON),
                arguments(JSON, field("NaN"), BAD_JSON),
                arguments(JSON, Value.Bool.FALSE, "false"),
                arguments(JSON, number("1.10"), "1.10"),
                arguments(JSON, number("18446744073709551615"), "18446744073709551615"),
                arguments(JSON, number("18446744073709551616"), PRECISION_LOSS),
                arguments(JSON, number("100000000000000000000"), "100000000000000000000"),
                arguments(JSON, number("-9223372036854775808"), "-9223372036854775808"),
                arguments(JSON, json("[123456.7890123456789]"), PRECISION_LOSS),
                arguments(JSON, json("[1e400]"), BAD_JSON),
                arguments(JSON, json("[1e-400]"), PRECISION_LOSS),
                arguments(JSON, json("{\"a\":1,\"a\":1}"), BAD_JSON),
                arguments(JSON, json("\"\\ud83d\""), BAD_JSON),
                arguments(JSON, text("\ud83d"), BAD_JSON),
                arguments(JSON, json("[".repeat(100) + "]".repeat(100)), "[".repeat(100) + "]".repeat(100)),
                arguments(JSON, json("[".repeat(101) + "]".repeat(101)), BAD_JSON),
                arguments(JSON, json("[".repeat(100_000)), BAD_JSON),
                arguments(JSON, json("{\"" + "k".repeat(65_536) + "\":1}"), BAD_JSON));
    }

    static Stream<Arguments> geometries() {
        String point = "{\"type\":\"Point\",\"coordinates\":[8.5,47.4]}";
        return Stream.of(
                arguments(POINT, json(point), "ST_GeomFromGeoJSON(?, 1, 4326) " + point),
                arguments(POINT, text("POINT(47.4 8.5)"), "ST_GeomFromText(?, 4326) POINT(47.4 8.5)"),
                arguments(
                        new ColumnType.Spatial(Kind.GEOMETRY, null),
                        text("point ( 1 2 )"),
                        "ST_GeomFromText(?, 0) point ( 1 2 )"),
                arguments(POINT, text("LINESTRING(1 2,3 4)"), WRONG_TYPE),
                arguments(POINT, text("POINT(1 2"), WRONG_TYPE),
                arguments(POINT, text("POINT(1 2 3)"), WRONG_TYPE),
                arguments(POINT, text("POINT(91 2)"), OUT_OF_RANGE),
                arguments(POINT, text("POINT(2 181)"), OUT_OF_RANGE),
                arguments(POINT, json(point.replace("47.4", "91")), OUT_OF_RANGE),
                arguments(POINT, json(point.replace("47.4", "1e99999999999")), WRONG_TYPE),
                arguments(
                        POINT,
                        json("{\"type\":\"Feature\",\"geometry\":" + point + ",\"properties\":null}"),
                        WRONG_TYPE),
                arguments(POINT, number("1"), WRONG_TYPE),
                arguments(new ColumnType.Spatial(Kind.POLYGON, 0L), text("POLYGON((0 0,0 1,1 1))"), WRONG_TYPE),
                arguments(
                        new ColumnType.Spatial(Kind.GEOMETRY, 0L),
                        text("GEOMETRYCOLLECTION(".repeat(100_000)),
                        WRONG_TYPE));
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource({
        "wholeNumbers",
        "decimals",
        "floats",
        "bitsAndBytes",
        "datesAndTimes",
        "texts",
        "documents",
        "geometries"
    })
    void valuesAreBoundOrAreAtFault(ColumnType type, Value value, Object expected) {
        Judgement judgement = Checks.of(Columns.of("c", type)).check(value);
        assertThat(summary(judgement)).isEqualTo(expected);
    }

    @Test
    void charactersThatTheCharacterSetLacksAreAtFault() {
        TextCheck latin1 = new TextCheck(new Columns.Latin1("latin1"), 10, false, false);
        assertThat(latin1.check(text("café"))).isEqualTo(new Bound.Text("café"));
        assertThat(((Fault) latin1.check(text("naïve ж"))).about("name", true).message())
                .isEqualTo("name is kept in latin1, which doesn't have the character at position 7, ж (U+0436)."
                        + " Replace it, or make the column utf8mb4.");
    }

    @Test
    void bytesCountInTheColumnsCharacterSet() {
        TextCheck utf8 = new TextCheck(CharacterSet.utf8mb4(), 4, true, false);
        assertThat(utf8.check(text("😀"))).isInstanceOf(Bound.Text.class);
        assertThat(((Fault) utf8.check(text("😀x"))).about("note", true).message())
                .isEqualTo("note holds 5 bytes of utf8mb4; the limit is 4. Shorten it, or widen the column.");
    }

    private static Object summary(Judgement judgement) {
        return switch (judgement) {
            case Fault fault -> fault.code();
            case Bound.Text text -> text.text();
            case Bound.Bytes bytes -> "x" + HexFormat.of().formatHex(bytes.bytes());
            case Bound.Expression expression -> expression.sql() + " " + expression.argument();
            case Bound.Null unused -> "NULL";
        };
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value field(String text) {
        return new Value.Field(text);
    }

    private static Value number(String literal) {
        return new Value.Num(literal);
    }

    private static Value json(String json) {
        return new Value.Json(json);
    }
}
