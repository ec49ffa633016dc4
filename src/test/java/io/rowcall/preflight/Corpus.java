package io.rowcall.preflight;

import io.rowcall.batch.Value;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Values to try on columns: a list of edges that every column gets, and random ones near a column's own edges. */
final class Corpus {

    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "5",
        "+5",
        " 5",
        "5 ",
        "\t5\t",
        "\n5",
        "5\n",
        "007",
        "00",
        "1.0",
        "1.",
        ".5",
        ".5e1",
        "1e3",
        "1E+3",
        "1e-1",
        "10e-1",
        "2.5",
        "-2.5",
        "0.1",
        "1.10",
        "1.005",
        "12abc",
        "0x10",
        "1_0",
        "1,5",
        "--1",
        "1e",
        "e5",
        ".",
        "-",
        "127",
        "128",
        "-128",
        "-129",
        "255",
        "256",
        "32767",
        "32768",
        "-32768",
        "-32769",
        "65535",
        "65536",
        "8388607",
        "8388608",
        "-8388608",
        "-8388609",
        "16777215",
        "16777216",
        "16777217",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "4294967295",
        "4294967296",
        "9007199254740993",
        "9007199254740993.0",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "18446744073709551615.0",
        "100000000000000000000",
        "123456789012345678901234567890",
        "99999.99",
        "99999.994",
        "99999.995",
        "99999.999",
        "100000",
        "-99999.99",
        "-100000",
        "0.01",
        "0.001",
        "0.0001",
        "1.20000000000000000000000000000000000000000000000",
        "3.4028234663852886e38",
        "3.4028235e38",
        "3.4028236e38",
        "3.5e38",
        "1e39",
        "1.401298464324817e-45",
        "7.1e-46",
        "7e-46",
        "1e-60",
        "1.17549435e-38",
        "1e-40",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "1e309",
        "-1e309",
        "4.9e-324",
        "2.5e-324",
        "2e-324",
        "1e-400",
        "-1e-400",
        "2.2250738585072014e-308",
        "1e200000000",
        "1e-200000000",
        "1e99999999999",
        "0e99999999999",
        "123456.7890123456789",
        "0.30000000000000004",
        "16777217.0000001",
        "1e23",
        "8.41245e-305",
        "9.5e22",
        "1.0000000596046448",
        "1.00000005960464477539062500001",
        "infinity",
        "nan",
        "NaN",
        "Infinity",
        "٣",
        "2024",
        "1901",
        "1900",
        "2155",
        "2156",
        "0000",
        "0001",
        "99",
        "70",
        "2024.0",
        "20240131",
        "101112",
        "1".repeat(65),
        "1".repeat(66),
        "9".repeat(30) + ".5",
        "0." + "0".repeat(29) + "1",
        "0." + "3".repeat(40),
        "1" + "0".repeat(64) + "e-64",
        "1" + "0".repeat(320) + "e-320"
    };

    private static final String[] TIMES = {
        "2024-01-31",
        "2024-02-29",
        "2023-02-29",
        "1900-02-29",
        "2000-02-29",
        "0000-02-29",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "0000-00-00",
        "2024-00-10",
        "2024-01-00",
        "2024-13-01",
        "2024-04-31",
        "2024-1-5",
        "24-01-05",
        "2024/01/05",
        "2024-01-31 ",
        " 2024-01-31",
        "2024-01-31T",
        "2024-01-31T10:11",
        "2024-01-31 10:11:12",
        "2024-01-31T10:11:12",
        "2024-01-31t10:11:12",
        "2024-01-31  10:11:12",
        "2024-01-31T10",
        "2024-01-31T24:00:00",
        "2024-01-31T23:59:60",
        "2024-01-31T23:60:00",
        "2024-01-31T1:2:3",
        "2024-01-31T23:59:59.9",
        "2024-01-31T23:59:59.999",
        "2024-01-31T23:59:59.999999",
        "2024-01-31T23:59:59.9999999",
        "2024-01-31T10:11:12.",
        "2024-01-31T10:11:12.500",
        "2024-01-31T10:11:12.000",
        "2024-01-31T10:11:12.1234560000",
        "2024-01-31T10:11:12,5",
        "2024-01-31T10:11:12Z",
        "2024-01-31T10:11Z",
        "2024-01-31Z",
        "2024-01-31T10:11:12z",
        "2024-01-31T10:11:12 Z",
        "2024-01-31T10:11:12.5Z",
        "2024-01-31T10:11:12+02:00",
        "2024-01-31T10:11:12-0830",
        "2024-01-31T10:11:12+02",
        "2024-01-31T10:11:12+14:00",
        "2024-01-31T10:11:12-14:00",
        "2024-01-31T10:11:12+14:01",
        "2024-01-31T10:11:12+05:60",
        "2024-01-31T10:11:12-00:00",
        "2024-01-31T10:11:12+2:00",
        "2024-01-31T10:11:12UTC",
        "1970-01-01T00:00:00",
        "1970-01-01T00:00:00.5",
        "1970-01-01T00:00:01",
        "1970-01-01T01:00:01+01:00",
        "1970-01-01T00:00:01+01:00",
        "1969-12-31T23:59:59-01:00",
        "2038-01-19T03:14:07",
        "2038-01-19T03:14:07.499999",
        "2038-01-19T03:14:07.999999",
        "2038-01-19T03:14:08",
        "2038-01-19T04:14:07+01:00",
        "2038-01-19T03:14:07-00:01",
        "0000-01-01T00:00:00",
        "0000-00-00 00:00:00",
        "9999-12-31T23:59:59.999999",
        "10:11:12",
        "10:11",
        "1:2:3",
        "00:00:00",
        "-00:00:00",
        "-01:02:03",
        "+01:02:03",
        "24:00:00",
        "100:00:00",
        "838:59:59",
        "838:59:59.0",
        "838:59:59.000001",
        "-838:59:59",
        "-838:59:59.5",
        "839:00:00",
        "999:59:59",
        "1000:00:00",
        "10:60:00",
        "10:11:60",
        "10:11:12.5",
        "10:11:12.123456",
        "10:11:12.1234567",
        "1 10:11:12",
        "T10:11:12",
        "10:11:12Z",
        "10.11.12",
        "2024-W05-3",
        "2024-031",
        "20240131T101112",
        "now",
        "CURRENT_TIMESTAMP"
    };

    private static final String[] TEXTS = {
        "",
        " ",
        "  ",
        "a",
        "A",
        "b",
        "abc",
        "abc ",
        "abc  ",
        "ab ",
        " ab",
        "abcd",
        "abcde",
        "abcdef",
        "abc\t",
        "abcde ",
        "abcde\t",
        "a\u0000b",
        "\u0000",
        "a\nb",
        "a\\b",
        "a'b",
        "a\"b",
        "%_",
        "é",
        "É",
        "e\u0301",
        "ééééé",
        "éééééé",
        "ß",
        "ss",
        "SS",
        "ж",
        "жЖ",
        "中",
        "中文",
        "あ",
        "ｱ",
        "¥",
        "‾",
        "€",
        "\u0081",
        "\u00a0",
        "ł",
        "ñ",
        "😀",
        "😀😀😀😀😀",
        "😀😀😀😀😀😀",
        "a😀",
        "\ud83d",
        "\ude00",
        "a\ud83d",
        "\ufeff",
        "\uffff",
        "\u200d",
        "x".repeat(255),
        "x".repeat(256),
        "é".repeat(127) + "x",
        "é".repeat(128),
        "😀".repeat(63),
        "😀".repeat(64),
        "x".repeat(254) + "é",
        "x".repeat(255) + " ",
        "true",
        "false",
        "TRUE",
        "null",
        "red",
        "Red",
        "red ",
        "it's",
        "ITS",
        "large",
        "lárge",
        "grün",
        "GRÜN",
        "1",
        "2",
        "3",
        "4",
        "red,large",
        "large,red",
        "red,red",
        "red,",
        ",",
        "red, large",
        "red,4",
        "LARGE,red"
    };

    private static final String[] BYTES = {
        "AA==",
        "AQ==",
        "Ag==",
        "/w==",
        "AAE=",
        "Af8=",
        "AQID",
        "AQIDBA==",
        "AQIDBAU=",
        "AQI",
        "A",
        "AQ",
        "AQ=",
        "====",
        "AR==",
        "_w==",
        "A Q=",
        "AQID\n",
        "AAAAAAAAAAA=",
        "//////////8=",
        "Af//////////",
        "AAAAAP//////////",
        "AACAPw==",
        "AACAPwAAAEA=",
        "AACAPwAAAEAAAEBA",
        "AACAPwAAAEAAAEBAAACAQA==",
        "AADAfw==",
        "AACAfw==",
        "AACAPwA=",
        Base64.getEncoder().encodeToString(new byte[255]),
        Base64.getEncoder().encodeToString(new byte[256])
    };

    private static final String[] DOCUMENTS = {
        "{}",
        "[]",
        "[1]",
        "[1,2]",
        "[1,2,3]",
        "[1,2,3,4]",
        "[1.5,-2e3]",
        "[1e39]",
        "[1e-60]",
        "[0.1,1e-400]",
        "[null]",
        "[\"red\"]",
        "[\"red\",\"large\"]",
        "[\"RED\",\"red\"]",
        "[\"red\",\"blue\"]",
        "[\"\"]",
        "[[1]]",
        "{\"a\":1}",
        "{\"a\":1,\"b\":[true,false,null]}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"x\":1,\"x\":1}}",
        "{\"b\":1,\"a\":1}",
        "{\"\":1}",
        "{\"a\":1.10}",
        "{\"a\":0.1}",
        "{\"a\":123456.7890123456789}",
        "{\"a\":9223372036854775808}",
        "{\"a\":18446744073709551615}",
        "{\"a\":18446744073709551616}",
        "{\"a\":100000000000000000000}",
        "{\"a\":-9223372036854775809}",
        "{\"a\":9007199254740993.0}",
        "{\"a\":1e400}",
        "{\"a\":1e-400}",
        "{\"a\":-0}",
        "{\"a\":-0.0}",
        "{\"a\":1E5}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":\"\\ud83d\\ude00\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"\\ud83d\":1}",
        "{\"a\":\"é😀\"}",
        "{\"a\":\"tab\\t\\/\\b\"}",
        "[".repeat(100) + "]".repeat(100),
        "[".repeat(99) + "1" + "]".repeat(99),
        "[".repeat(100) + "1" + "]".repeat(100),
        "[".repeat(101) + "]".repeat(101),
        "{\"a\":".repeat(100) + "1" + "}".repeat(100),
        "{\"a\":".repeat(101) + "1" + "}".repeat(101),
        "{\"" + "k".repeat(65_535) + "\":1}",
        "{\"" + "k".repeat(65_536) + "\":1}",
        "{\"" + "é".repeat(32_768) + "\":1}",
        point("[1,2]"),
        point("[1.0,2e0]"),
        point("[1,2,3]"),
        point("[1]"),
        point("[]"),
        point("[\"1\",2]"),
        point("[181,2]"),
        point("[-180,2]"),
        point("[180,90]"),
        point("[1,91]"),
        point("[180.0001,0]"),
        point("[1e400,2]"),
        point("[91,1]"),
        "{\"type\":\"point\",\"coordinates\":[1,2]}",
        "{\"coordinates\":[1,2],\"type\":\"Point\"}",
        "{\"type\":\"Point\"}",
        "{\"type\":\"Point\",\"coordinates\":null}",
        "{\"type\":\"Point\",\"coordinates\":[1,2],\"bbox\":[1,2,1,2]}",
        "{\"type\":\"Feature\",\"geometry\":" + point("[1,2]") + ",\"properties\":{\"name\":\"x\"}}",
        shape("LineString", "[[1,2],[3,4]]"),
        shape("LineString", "[[1,2]]"),
        shape("LineString", "[]"),
        shape("Polygon", "[[[0,0],[0,1],[1,1],[0,0]]]"),
        shape("Polygon", "[[[0,0],[0,1],[1,1],[1,0]]]"),
        shape("Polygon", "[[[0,0],[0,1],[0,0]]]"),
        shape("Polygon", "[]"),
        shape("Polygon", "[[[0,0],[0,9],[9,9],[0,0]],[[1,2],[1,3],[2,3],[1,2]]]"),
        shape("MultiPoint", "[[1,2],[3,4]]"),
        shape("MultiPoint", "[]"),
        shape("MultiLineString", "[[[1,2],[3,4]]]"),
        shape("MultiPolygon", "[[[[0,0],[0,1],[1,1],[0,0]]]]"),
        shape("Nothing", "[]"),
        "{\"type\":\"GeometryCollection\",\"geometries\":[]}",
        "{\"type\":\"GeometryCollection\",\"geometries\":[" + point("[1,2]") + "]}",
        "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"GeometryCollection\",\"geometries\":[]}]}"
    };

    private static final String[] WKT = {
        "POINT(1 2)",
        "point ( 1   2 )",
        " POINT(1 2) ",
        "POINT(1 2) x",
        "POINT(1,2)",
        "POINT(1)",
        "POINT(1 2 3)",
        "POINT Z(1 2 3)",
        "POINT EMPTY",
        "POINT()",
        "POINT(1.5e1 -.5)",
        "POINT(+1 2.)",
        "POINT(91 1)",
        "POINT(1 181)",
        "POINT(90 180)",
        "POINT(-90 -180)",
        "POINT(1e400 1)",
        "POINT(nan 1)",
        "POINT(1 2",
        "LINESTRING(1 2,3 4)",
        "LINESTRING(1 2)",
        "LINESTRING(1 2, 1 2)",
        "POLYGON((0 0,0 1,1 1,0 0))",
        "POLYGON((0 0,0 1,1 1))",
        "POLYGON((0 0,1 1,0 0))",
        "POLYGON((0 0,0 9,9 9,0 0),(1 2,1 3,2 3,1 2))",
        "MULTIPOINT(1 2,3 4)",
        "MULTIPOINT((1 2),(3 4))",
        "MULTIPOINT((1 2),3 4)",
        "MULTILINESTRING((1 2,3 4),(5 6,7 8))",
        "MULTIPOLYGON(((0 0,0 1,1 1,0 0)))",
        "GEOMETRYCOLLECTION()",
        "GEOMETRYCOLLECTION EMPTY",
        "GEOMETRYCOLLECTION(POINT(1 2))",
        "GEOMCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))",
        "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 2)))",
        "GEOMETRYCOLLECTION(POINT(1 2),)",
        "GEOMETRYCOLLECTIONEMPTY",
        "POINT\n(1\t2)",
        "CIRCLE(1 2)",
        "SRID=4326;POINT(1 2)",
        "POINT(0x1 2)"
    };

    private Corpus() {}

    private static String point(String coordinates) {
        return shape("Point", coordinates);
    }

    private static String shape(String type, String coordinates) {
        return "{\"type\":\"%s\",\"coordinates\":%s}".formatted(type, coordinates);
    }

    /** For every column the same. */
    static List<Value> edges() {
        List<Value> values = new ArrayList<>(List.of(Value.Bool.TRUE, Value.Bool.FALSE));
        for (String number : NUMBERS) {
            if (number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
                values.add(new Value.Num(number));
            }
            values.add(new Value.Text(number));
        }
        for (String[] texts : List.of(TIMES, TEXTS, BYTES, WKT)) {
            for (String text : texts) {
                values.add(new Value.Text(text));
            }
        }
        for (String document : DOCUMENTS) {
            values.add(new Value.Json(document));
            values.add(new Value.Field(document));
        }
        for (String field : List.of(
                "true",
                "FALSE",
                "1",
                "nan",
                "",
                " [1] ",
                "[1] 2",
                "\"x\"",
                "null",
                "nul",
                "[1,]",
                "'x'",
                "01",
                "+1",
                "\"a\nb\"",
                "\ufeff[1]")) {
            values.add(new Value.Field(field));
        }
        return values;
    }

    /** Something that the column might take, or might just not. */
    static Value near(Column column, Random random) {
        return switch (column.type()) {
            case ColumnType.Whole type -> number(random, type.bits() * 3 / 10 + 1, 2);
            case ColumnType.Decimal type -> number(random, type.precision() + 2, type.scale() + 2);
            case ColumnType.Floating unused -> floating(random);
            case ColumnType.Bit type -> bytes(random, type.bits() / 8 + 2);
            case ColumnType.Year unused -> new Value.Text(String.valueOf(1890 + random.nextInt(280)));
            case ColumnType.Date unused -> new Value.Text(mutated(random, date(random)));
            case ColumnType.Time unused -> new Value.Text(mutated(random, time(random, 840)));
            case ColumnType.DateTime unused -> new Value.Text(mutated(random, date(random) + "T" + time(random, 24)));
            case ColumnType.Timestamp unused ->
                new Value.Text(mutated(random, date(random) + "T" + time(random, 24) + offset(random)));
            case ColumnType.Char type -> new Value.Text(text(random, type.length() + 2));
            case ColumnType.VarChar type -> new Value.Text(text(random, type.length() + 2));
            case ColumnType.Text unused -> new Value.Text(text(random, 300));
            case ColumnType.Binary type -> bytes(random, type.length() + 2);
            case ColumnType.VarBinary type -> bytes(random, type.length() + 2);
            case ColumnType.Blob unused -> bytes(random, 260);
            case ColumnType.OneOf type -> new Value.Text(respelt(random, pick(random, type.members())));
            case ColumnType.SomeOf type ->
                new Value.Text(respelt(random, pick(random, type.members())) + ","
                        + respelt(random, pick(random, type.members())));
            case ColumnType.Json unused -> new Value.Field(mutated(random, document(random, 3)));
            case ColumnType.Spatial unused ->
                random.nextBoolean()
                        ? new Value.Text(mutated(random, pick(random, List.of(WKT))))
                        : new Value.Field(mutated(random, pick(random, List.of(DOCUMENTS))));
            case ColumnType.Vector unused -> bytes(random, 20);
        };
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String digits(Random random, int most) {
        StringBuilder digits = new StringBuilder();
        for (int i = random.nextInt(most + 1); i >= 0; i--) {
            digits.append((char) ('0' + (random.nextInt(3) == 0 ? 0 : random.nextInt(10))));
        }
        return digits.toString();
    }

    private static Value number(Random random, int before, int after) {
        String sign = random.nextInt(3) == 0 ? "-" : "";
        String fraction = random.nextBoolean() ? "" : "." + digits(random, after);
        String exponent = random.nextInt(4) == 0 ? "e" + (random.nextInt(2 * before) - before) : "";
        return new Value.Text(sign + digits(random, before) + fraction + exponent);
    }

    private static Value floating(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> number(random, 10, 5);
            case 1 -> new Value.Text(String.valueOf(Double.longBitsToDouble(random.nextLong())));
            case 2 -> new Value.Text(String.valueOf((double) Float.intBitsToFloat(random.nextInt())));
            default -> new Value.Text(digits(random, 1) + "." + digits(random, 25) + "e" + (random.nextInt(660) - 330));
        };
    }

    private static Value bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return new Value.Text(Base64.getEncoder().encodeToString(bytes));
    }

    private static String date(Random random) {
        int year = pick(random, List.of(0, 1, 1000, 1969, 1970, 2000, 2024, 2038, 2039, 9999)) + random.nextInt(2);
        return "%04d-%02d-%02d".formatted(year, 1 + random.nextInt(12), 1 + random.nextInt(31));
    }

    private static String time(Random random, int hours) {
        String seconds = random.nextInt(4) == 0 ? "" : ":%02d".formatted(random.nextInt(61));
        String fraction = seconds.isEmpty() || random.nextBoolean() ? "" : "." + digits(random, 7);
        return "%02d:%02d%s%s".formatted(random.nextInt(hours + 1), random.nextInt(61), seconds, fraction);
    }

    private static String offset(Random random) {
        return pick(
                random, List.of("", "Z", "+00:00", "-00:00", "+05:30", "-1130", "+14:00", "-14:00", "+14:30", "-12"));
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int[] blocks = {
            0x20, 0x40, 0x60, 0xA0, 0xE0, 0x100, 0x160, 0x2010, 0x20A0, 0x3B0, 0x410, 0x5D0, 0xE00, 0x3040, 0x30A0,
            0x4E00, 0xAC00, 0xFF60, 0xFF00, 0x1F600, 0x20000
        };
        int first = blocks[random.nextInt(blocks.length)];
        int second = blocks[random.nextInt(blocks.length)];
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.appendCodePoint((random.nextInt(3) == 0 ? second : first) + random.nextInt(32));
        }
        return text.toString();
    }

    private static String respelt(Random random, String member) {
        return switch (random.nextInt(4)) {
            case 0 -> member;
            case 1 -> member.toUpperCase(Locale.ROOT);
            case 2 -> member + " ";
            default -> mutated(random, member);
        };
    }

    private static String document(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0 -> "true";
            case 1 -> "null";
            case 2 -> digits(random, 20).replaceFirst("^0+(?=.)", "");
            case 3 ->
                digits(random, 4).replaceFirst("^0+(?=.)", "") + "." + digits(random, 18)
                        + pick(random, List.of("", "e5", "E-300", "e300"));
            case 4 -> "\"" + text(random, 5).replaceAll("[\"\\\\]", "") + "\"";
            case 5, 6 -> "[" + document(random, depth - 1) + ", " + document(random, depth - 1) + "]";
            default ->
                "{\"" + (char) ('a' + random.nextInt(2)) + "\":" + document(random, depth - 1) + ",\"b\" :"
                        + document(random, depth - 1) + "}";
        };
    }

    /** Mostly the text itself; else with one character left out, doubled or replaced. */
    private static String mutated(Random random, String text) {
        if (text.isEmpty() || random.nextInt(3) > 0) {
            return text;
        }
        int at = random.nextInt(text.length());
        char other = " -:.,+T0159Ze'\"[]{}()éa".charAt(random.nextInt(23));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + other + text.substring(at);
            default -> text.substring(0, at) + other + text.substring(at + 1);
        };
    }
}
