package io.rowcall.write;

import io.rowcall.batch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A column of a random table, with so few values that rows keep meeting each other: some values are the same to a key
 * and other bytes, some are other spellings of the same bytes.
 *
 * @param type as in CREATE TABLE
 * @param bytes an expression that tells apart whatever the column may hold; {@code @} stands for the column
 * @param takes values that preflight lets pass
 * @param refuses values that it does not
 */
record RandomColumn(
        String name,
        String type,
        String bytes,
        List<Value> takes,
        List<Value> refuses,
        boolean nullable,
        String extra) {

    private static final String HEX = "HEX(@)";
    private static final String TEXT = "CAST(@ AS CHAR)";

    private record Kind(String type, String bytes, List<Value> takes, List<Value> refuses) {}

    /** The column that every table has: keys, CHECKs, triggers and generated columns lean on it. */
    static final String I = "i";

    /** The column that counts by itself, where a table has one. */
    static final RandomColumn ID = new RandomColumn("id", "INT", "@", nums("1", "2", "3", "4"), nums("1e99"), true, "");

    private static final Kind INT =
            new Kind("INT", TEXT, nums("1", "2", "3", "2.0", "4e0"), nums("2.5", "99999999999"));

    private static final Kind JSON =
            new Kind("JSON", TEXT, jsons("[1]", "[1, 2]", "[2]", "[3, 4]", "[]", "{\"a\": 1}"), List.of());

    private static final List<Kind> KINDS = List.of(
            INT,
            new Kind("TINYINT UNSIGNED ZEROFILL", TEXT, nums("1", "2", "2e0"), nums("-1")),
            new Kind("BIGINT UNSIGNED", TEXT, nums("1", "18446744073709551615"), nums("1.5")),
            new Kind("DECIMAL(6,2)", TEXT, nums("1", "1.00", "1.5", "15e-1", "-0", "0"), nums("1.005")),
            new Kind("DECIMAL(6,2) ZEROFILL", TEXT, nums("1", "1.5", "15e-1", "0"), nums("-1")),
            new Kind(
                    "FLOAT",
                    "CAST(@ AS DOUBLE) + 0",
                    nums("1.1", "11e-1", "0.3", "16777217", "16777216"),
                    nums("1e99")),
            new Kind("DOUBLE", "@ + 0", nums("1.1", "11e-1", "0.3", "-0.0", "0"), nums("1e999")),
            new Kind(
                    "VARCHAR(6) COLLATE utf8mb4_0900_ai_ci",
                    HEX,
                    texts("a", "A", "á", "b", "ab", "abc"),
                    texts("7chars.")),
            new Kind("VARCHAR(6) COLLATE utf8mb4_general_ci", HEX, texts("a", "A", "a ", "b", "ba"), texts("7chars.")),
            new Kind(
                    "VARCHAR(6) CHARACTER SET latin1 COLLATE latin1_bin",
                    HEX,
                    texts("e", "é", "E", "e "),
                    texts("€uro ☃")),
            new Kind("CHAR(4) COLLATE utf8mb4_unicode_ci", HEX, texts("c", "C", "ss", "ß", "d"), texts("c ", "12345")),
            new Kind("TEXT", HEX, texts("long", "Long", "longer", "short"), List.of()),
            new Kind("BINARY(2)", HEX, texts("AAE=", "AAI=", "QUE="), texts("AA==")),
            new Kind("VARBINARY(4)", HEX, texts("AAE=", "AA==", "QUE=", ""), texts("not base64")),
            new Kind("BLOB", HEX, texts("AAE=", "AAI=", "QUFB"), texts("?")),
            new Kind("BIT(10)", "@ + 0", texts("AQ==", "AAE=", "AwE="), texts("////")),
            new Kind("DATE", TEXT, texts("2024-02-29", "2024-03-01"), texts("2023-02-29")),
            new Kind(
                    "DATETIME(3)",
                    TEXT,
                    texts("2024-01-01T00:00:00", "2024-01-01", "2024-01-01 00:00:00.001"),
                    texts("2024")),
            new Kind(
                    "TIMESTAMP",
                    TEXT,
                    texts("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", "2025-01-01"),
                    texts("1960-01-01")),
            new Kind("TIME(1)", TEXT, texts("01:00:00", "01:00:00.0", "-01:00:00", "100:00:00"), texts("900:00:00")),
            new Kind("YEAR", TEXT, texts("2024", "2025", "0000"), texts("24")),
            new Kind("ENUM('x','y','Z')", "@ + 0", texts("x", "y", "z", "Z"), texts("w")),
            new Kind("SET('p','q')", "@ + 0", texts("p", "q", "p,q", "q,p"), texts("r")),
            new Kind(
                    "TINYINT(1)", TEXT, List.of(Value.Bool.TRUE, Value.Bool.FALSE, new Value.Num("1")), texts("maybe")),
            JSON,
            new Kind("POINT SRID 0", "HEX(ST_AsBinary(@))", texts("POINT(1 2)", "POINT(1 3)"), texts("LINE")),
            new Kind("VECTOR(2)", "HEX(@)", jsons("[1, 2]", "[1, 3]", "[1]"), jsons("[1, 2, 3]")));

    static RandomColumn i(boolean nullable) {
        return new RandomColumn(I, INT.type, INT.bytes, INT.takes, INT.refuses, nullable, "");
    }

    static RandomColumn json(String name) {
        return new RandomColumn(name, JSON.type, JSON.bytes, JSON.takes, JSON.refuses, true, "");
    }

    static RandomColumn any(String name, Random random) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        boolean nullable = random.nextInt(3) > 0;
        String extra = nullable || !mayHaveDefault(kind.type) || random.nextBoolean() ? "" : defaultOf(kind);
        return new RandomColumn(name, kind.type, kind.bytes, kind.takes, kind.refuses, nullable, extra);
    }

    /** A column of numbers 1 to 4 under a foreign key: 4 is nobody's. */
    static RandomColumn reference(String name) {
        return new RandomColumn(name, "INT", TEXT, nums("1", "2", "3", "4"), nums("1.5"), true, "");
    }

    private static boolean mayHaveDefault(String type) {
        return !(type.equals("TEXT")
                || type.equals("BLOB")
                || type.equals("JSON")
                || type.startsWith("POINT")
                || type.startsWith("VECTOR")
                || type.startsWith("BI")
                || type.startsWith("VARB"));
    }

    private static String defaultOf(Kind kind) {
        return " DEFAULT "
                + switch (kind.takes.getFirst()) {
                    case Value.Num num -> num.literal();
                    case Value.Text text -> "'" + text.text().replace("T", " ").replace("Z", "") + "'";
                    default -> "1";
                };
    }

    String ddl() {
        return name + " " + type + (nullable ? "" : " NOT NULL") + extra;
    }

    /** The column without anything that would refuse a row. */
    String looseDdl() {
        return name + " " + type;
    }

    /** A text for what the row of that table or alias holds here. */
    String bytes(String of) {
        return "IFNULL(" + bytes.replace("@", of + "." + name) + ", '~')";
    }

    boolean keyable() {
        return !type.equals("JSON") && !type.startsWith("POINT") && !type.startsWith("VECTOR") && !lob();
    }

    boolean lob() {
        return type.equals("TEXT") || type.equals("BLOB");
    }

    boolean prefixable() {
        return lob() || type.startsWith("VARCHAR") || type.startsWith("VARBINARY");
    }

    boolean optional() {
        return nullable || !extra.isEmpty();
    }

    RandomColumn notNull() {
        return new RandomColumn(name, type, bytes, takes, refuses, false, extra);
    }

    Value value(Random random) {
        if (nullable && random.nextInt(8) == 0) {
            return Value.Null.NULL;
        }
        List<Value> from = !refuses.isEmpty() && random.nextInt(60) == 0 ? refuses : takes;
        return from.get(random.nextInt(from.size()));
    }

    private static List<Value> nums(String... literals) {
        return new ArrayList<>(List.of(literals).stream().map(Value.Num::new).toList());
    }

    private static List<Value> texts(String... texts) {
        return new ArrayList<>(List.of(texts).stream().map(Value.Text::new).toList());
    }

    private static List<Value> jsons(String... texts) {
        return new ArrayList<>(List.of(texts).stream().map(Value.Json::new).toList());
    }
}
