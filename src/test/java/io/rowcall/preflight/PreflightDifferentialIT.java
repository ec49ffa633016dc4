package io.rowcall.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Row;
import io.rowcall.batch.Value;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import io.rowcall.table.TableReaders;
import io.rowcall.table.TableShape;
import io.rowcall.testing.Database;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What preflight says of values, against what the server does with them: a value that passes goes in and comes back with
 * the meaning that the contract gives it; a value that is rejected has no such meaning, or the server refuses it as the
 * producer sent it, or gives back something else.
 *
 * <p>{@code -Drowcall.preflight.values=5000} tries so many random values a column, {@code -Drowcall.preflight.seed=7}
 * repeats a run.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PreflightDifferentialIT {

    private static final int VALUES = Integer.getInteger("rowcall.preflight.values", 60);
    private static final long SEED = Long.getLong("rowcall.preflight.seed", 20261122L);

    private static final List<String> TYPES = List.of(
            "TINYINT",
            "TINYINT UNSIGNED",
            "TINYINT(1)",
            "SMALLINT",
            "SMALLINT UNSIGNED",
            "MEDIUMINT",
            "MEDIUMINT UNSIGNED",
            "INT",
            "INT UNSIGNED ZEROFILL",
            "BIGINT",
            "BIGINT UNSIGNED",
            "DECIMAL(7,2)",
            "DECIMAL(7,2) UNSIGNED",
            "DECIMAL(65,30)",
            "DECIMAL(3,3)",
            "DECIMAL(20,0)",
            "FLOAT",
            "FLOAT UNSIGNED",
            "FLOAT(7,2)",
            "DOUBLE",
            "DOUBLE(12,3)",
            "BIT(1)",
            "BIT(10)",
            "BIT(64)",
            "YEAR",
            "DATE",
            "TIME",
            "TIME(3)",
            "TIME(6)",
            "DATETIME",
            "DATETIME(3)",
            "DATETIME(6)",
            "TIMESTAMP NULL",
            "TIMESTAMP(6) NULL",
            "CHAR(5)",
            "CHAR(5) CHARACTER SET utf16",
            "CHAR(0)",
            "VARCHAR(5)",
            "VARCHAR(5) COLLATE utf8mb4_bin",
            "VARCHAR(5) CHARACTER SET latin1",
            "VARCHAR(5) CHARACTER SET ascii",
            "VARCHAR(5) CHARACTER SET utf8mb3",
            "VARCHAR(5) CHARACTER SET cp1251",
            "VARCHAR(5) CHARACTER SET ucs2",
            "VARCHAR(5) CHARACTER SET utf32",
            "VARCHAR(5) CHARACTER SET gbk",
            "VARCHAR(5) CHARACTER SET gb18030",
            "VARCHAR(5) CHARACTER SET big5",
            "VARCHAR(5) CHARACTER SET sjis",
            "VARCHAR(5) CHARACTER SET cp932",
            "VARCHAR(5) CHARACTER SET ujis",
            "VARCHAR(5) CHARACTER SET euckr",
            "TINYTEXT",
            "TINYTEXT CHARACTER SET utf16le",
            "TINYTEXT CHARACTER SET sjis",
            "TEXT",
            "MEDIUMTEXT",
            "LONGTEXT",
            "BINARY(3)",
            "VARBINARY(3)",
            "TINYBLOB",
            "BLOB",
            "MEDIUMBLOB",
            "LONGBLOB",
            "ENUM('red','large','it''s','1','3','grün')",
            "ENUM('red','large','') CHARACTER SET latin1 COLLATE latin1_bin",
            "ENUM('red','large','straße') COLLATE utf8mb4_general_ci",
            "SET('red','large','grün')",
            "SET('red','large') COLLATE utf8mb4_bin",
            "JSON",
            "GEOMETRY SRID 4326",
            "GEOMETRY",
            "POINT SRID 0",
            "LINESTRING",
            "POLYGON SRID 4326",
            "MULTIPOINT",
            "MULTILINESTRING",
            "MULTIPOLYGON",
            "GEOMETRYCOLLECTION SRID 3857",
            "VECTOR(3)",
            "INT AS (1 + 1)",
            "VARCHAR(5) AS ('1') STORED");

    private Database database;
    private Connection connection;
    private TableShape shape;
    private Preflight preflight;

    @BeforeAll
    void connect() throws Exception {
        System.out.println("preflight against the server: -Drowcall.preflight.seed=" + SEED);
        database = Database.create("preflight");
        StringBuilder table = new StringBuilder("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY");
        for (int i = 0; i < TYPES.size(); i++) {
            table.append(", c").append(i).append(' ').append(TYPES.get(i));
        }
        database.execute(table.append(")").toString());
        shape = TableReaders.of(database).read(TableReaders.target("t"));
        preflight = new Preflight(TableReaders.target("t"), shape);
        connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET sql_mode='STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'");
            statement.execute("SET time_zone='+00:00'");
        }
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    static List<String> types() {
        return TYPES;
    }

    @ParameterizedTest
    @MethodSource("types")
    void preflightSaysWhatTheServerDoes(String type) throws SQLException {
        Column column = shape.column("c" + TYPES.indexOf(type)).orElseThrow();
        Random random = new Random(SEED);
        List<Value> values = Corpus.edges();
        for (int i = 0; i < VALUES; i++) {
            values.add(Corpus.near(column, random));
        }
        List<Case> passed = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        for (Value value : values) {
            Optional<Object> meaning = Contract.meaning(column, value);
            switch (preflight.check(new Row.Shaped(0, null, List.of(column.name()), List.of(value)))) {
                case Checked.Passed row ->
                    meaning.ifPresentOrElse(
                            sense -> passed.add(
                                    new Case(value, row.row().values().getFirst(), sense)),
                            () -> differences.add("passes, though the contract has no such value: " + shown(value)));
                case Checked.Rejected row -> {
                    if (meaning.isPresent() && serverKeeps(column, value, meaning.get())) {
                        differences.add("is rejected, though the server keeps it: %s for %s"
                                .formatted(shown(value), row.reasons()));
                    }
                }
            }
        }
        compare(column, passed, differences);
        connection.rollback();
        assertThat(differences).as("%s, seed %d", type, SEED).isEmpty();
    }

    private record Case(Value value, Bound bound, Object meaning) {}

    private void compare(Column column, List<Case> passed, List<String> differences) throws SQLException {
        List<Case> in = new ArrayList<>();
        if (insert(column, passed.stream().map(Case::bound).toList()) == null) {
            in.addAll(passed);
        } else {
            for (Case one : passed) {
                String error = insert(column, List.of(one.bound()));
                if (error == null) {
                    in.add(one);
                } else {
                    differences.add("passes, but the server says %s: %s".formatted(error, shown(one.value())));
                }
            }
        }
        List<String> read = read(column);
        for (int i = 0; i < in.size(); i++) {
            Case one = in.get(i);
            Object held = Contract.held(column, read.get(i), one.value());
            if (canonical(column)
                    && one.bound() instanceof Bound.Text text
                    && !text.text().equals(read.get(i))) {
                differences.add("passes, but not as the server writes it, %s: %s bound as %s"
                        .formatted(read.get(i), shown(one.value()), one.bound()));
            }
            if (!one.meaning().equals(held)) {
                differences.add("passes, but means %s and comes back as %s: %s bound as %s"
                        .formatted(one.meaning(), held, shown(one.value()), one.bound()));
            }
        }
    }

    /** Whether what is bound for such a column is the very text that the server gives back. */
    private static boolean canonical(Column column) {
        return switch (column.type()) {
            case ColumnType.Floating unused -> false;
            case ColumnType.Json unused -> false;
            case ColumnType.Whole unused -> !TYPES.get(column.ordinal() - 2).contains("ZEROFILL");
            default -> true;
        };
    }

    private boolean serverKeeps(Column column, Value value, Object meaning) throws SQLException {
        if (insert(column, List.of(plain(column, value, meaning))) != null) {
            return false;
        }
        Object held = Contract.held(column, read(column).getLast(), value);
        connection.rollback();
        return meaning.equals(held);
    }

    /** The value as its producer would bind it, who knows the contract but nothing of MySQL's traps. */
    private static Bound plain(Column column, Value value, Object meaning) {
        return switch (column.type()) {
            case ColumnType.Bit unused -> new Bound.Bytes(((BigInteger) meaning).toByteArray());
            case ColumnType.Binary unused -> new Bound.Bytes(HexFormat.of().parseHex((String) meaning));
            case ColumnType.VarBinary unused -> new Bound.Bytes(HexFormat.of().parseHex((String) meaning));
            case ColumnType.Blob unused -> new Bound.Bytes(HexFormat.of().parseHex((String) meaning));
            case ColumnType.Vector unused -> new Bound.Bytes(HexFormat.of().parseHex((String) meaning));
            case ColumnType.Json unused -> new Bound.Text(Contract.jsonText(value));
            case ColumnType.Spatial spatial -> {
                long srid = spatial.srid() == null ? 0 : spatial.srid();
                String function = Contract.isGeoJson(value) ? "ST_GeomFromGeoJSON(?, 1, %d)" : "ST_GeomFromText(?, %d)";
                yield new Bound.Expression(function.formatted(srid), text(value));
            }
            default -> new Bound.Text(text(value));
        };
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Field field -> field.text();
            case Value.Num number -> number.literal();
            case Value.Bool bool -> bool == Value.Bool.TRUE ? "1" : "0";
            case Value.Json json -> json.json().replaceAll("[\\[\\]\"]", "");
            case Value.Null unused -> throw new AssertionError("no null here");
        };
    }

    /** Null, or what the server said. */
    private @Nullable String insert(Column column, List<Bound> values) throws SQLException {
        String rows = values.stream()
                .map(bound -> bound instanceof Bound.Expression expression ? "(" + expression.sql() + ")" : "(?)")
                .collect(Collectors.joining(", "));
        if (values.isEmpty()) {
            return null;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t (" + column.name() + ") VALUES " + rows)) {
            for (int i = 0; i < values.size(); i++) {
                switch (values.get(i)) {
                    case Bound.Text text -> insert.setString(i + 1, text.text());
                    case Bound.Bytes bytes -> insert.setBytes(i + 1, bytes.bytes());
                    case Bound.Expression expression -> insert.setString(i + 1, expression.argument());
                    case Bound.Null unused -> throw new AssertionError("no null here");
                }
            }
            insert.executeUpdate();
            return null;
        } catch (SQLException e) {
            return e.getErrorCode() + " " + e.getMessage();
        }
    }

    private List<String> read(Column column) throws SQLException {
        List<String> read = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + Contract.readable(column) + " FROM t WHERE "
                        + column.name() + " IS NOT NULL ORDER BY id")) {
            while (rows.next()) {
                read.add(rows.getString(1));
            }
        }
        return read;
    }

    private static String shown(Value value) {
        return value.getClass().getSimpleName() + " " + Excerpt.of(value);
    }
}
