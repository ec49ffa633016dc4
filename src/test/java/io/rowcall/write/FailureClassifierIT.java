package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import io.rowcall.batch.ReasonCode;
import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlErrors;
import io.rowcall.testing.Account;
import io.rowcall.testing.Database;
import io.rowcall.write.FailureClass.Bug;
import io.rowcall.write.FailureClass.Configuration;
import io.rowcall.write.FailureClass.Conflict;
import io.rowcall.write.FailureClass.Outage;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.FailureClass.Unknown;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error number that stands for a row's fault, raised by the server itself: number, meaning, what the text names. */
@TestInstance(Lifecycle.PER_CLASS)
class FailureClassifierIT {

    private static final String MANY_NUMBERS =
            "(WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < %d)"
                    + " SELECT CONCAT('[', GROUP_CONCAT(%s), ']') FROM s)";

    private Database database;
    private Writing writing;
    private Writing lowly;

    @BeforeAll
    void makeTables() {
        database = Database.create("classes");
        database.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(5), m VARCHAR(5) CHARACTER SET utf8mb3, n TINYINT, u BIGINT UNSIGNED, required INT NOT NULL DEFAULT 1, e ENUM('a'), d DATE, j JSON, g POINT SRID 4326, c INT AS (n + 1), CONSTRAINT small CHECK (n < 100))",
                "CREATE TABLE must (a INT NOT NULL)",
                "CREATE TABLE parents (id INT PRIMARY KEY, u INT UNIQUE)",
                "CREATE TABLE children (id INT PRIMARY KEY, p INT, CONSTRAINT `the ``family` FOREIGN KEY (p) REFERENCES parents (u))",
                "INSERT INTO parents VALUES (1, 1)",
                "INSERT INTO children VALUES (1, 1)",
                "CREATE TABLE f (a VARCHAR(100), n INT, j JSON, UNIQUE KEY as_date ((CAST(a AS DATE))), UNIQUE KEY part ((10 DIV n)), KEY many ((CAST(j->'$.a' AS UNSIGNED ARRAY))), KEY texts ((CAST(j->'$.b' AS CHAR(3) ARRAY))))",
                "CREATE TABLE mv (j JSON, KEY many ((CAST(j AS UNSIGNED ARRAY))))",
                "CREATE TABLE mc (j JSON, KEY many ((CAST(j AS CHAR(200) ARRAY))))",
                "CREATE TABLE parted (i INT) PARTITION BY RANGE (i) (PARTITION p0 VALUES LESS THAN (5), PARTITION p1 VALUES LESS THAN (9))",
                "SET innodb_strict_mode = OFF",
                "CREATE TABLE wide (%s) ROW_FORMAT = COMPACT".formatted(repeated("t%d TEXT", 11)),
                "CREATE TABLE indexed (id INT PRIMARY KEY, %s, %s) CHARACTER SET latin1"
                        .formatted(repeated("v%d VARCHAR(3000)", 7), repeated("KEY (v%d)", 7)),
                "INSERT INTO indexed VALUES (1, %s)".formatted(repeated("REPEAT('%d', 3000)", 7)),
                "CREATE PROCEDURE signal_it() SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no, column ''x'' at row 7'");
        writing = Writing.on(database);
        lowly = Writing.as(
                database.account("lowly", "INSERT, SELECT, UPDATE ON children", "SELECT, INSERT, UPDATE ON parents"),
                database.url());
    }

    @AfterAll
    void close() {
        lowly.close();
        writing.close();
        database.close();
    }

    private static String repeated(String pattern, int times) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < times; i++) {
            text.append(i == 0 ? "" : ", ").append(pattern.formatted(i));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1062 | DUPLICATE_KEY | | parents.PRIMARY | INSERT INTO parents VALUES (1, 2)",
                "1062 | DUPLICATE_KEY | | parents.u | INSERT INTO parents VALUES (2, 1)",
                "1048 | NOT_NULL | required | | INSERT INTO t (id, required) VALUES (1, NULL)",
                "1364 | NO_DEFAULT | a | | INSERT INTO must () VALUES ()",
                "1406 | TOO_LONG | s | | INSERT INTO t (id, s) VALUES (1, 'abcdef')",
                "1264 | OUT_OF_RANGE | n | | INSERT INTO t (id, n) VALUES (1, 1000)",
                "1690 | OUT_OF_RANGE | | | INSERT INTO t (id, u) VALUES (1, CAST(1 AS UNSIGNED) - 2)",
                "1265 | WRONG_TYPE | e | | INSERT INTO t (id, e) VALUES (1, 'b')",
                "1366 | WRONG_TYPE | n | | INSERT INTO t (id, n) VALUES (1, 'one')",
                "1366 | BAD_CHARSET | m | | INSERT INTO t (id, m) VALUES (1, '\uD83D\uDE00')",
                "1292 | BAD_DATETIME | d | | INSERT INTO t (id, d) VALUES (1, '2023-02-29')",
                "1292 | WRONG_TYPE | | | INSERT INTO t (id, n) VALUES (1, 'one' + 0)",
                "1411 | BAD_DATETIME | | | INSERT INTO t (id, d) VALUES (1, STR_TO_DATE('x', '%Y-%m-%d'))",
                "1452 | FOREIGN_KEY | | the `family | INSERT INTO children VALUES (2, 2)",
                "1451 | DATABASE | | | UPDATE parents SET u = 2",
                "3819 | CHECK | | small | INSERT INTO t (id, n) VALUES (1, 100)",
                "1644 | TRIGGER | | | CALL signal_it()",
                "3140 | BAD_JSON | t.j | | INSERT INTO t (id, j) VALUES (1, '{')",
                "3141 | BAD_JSON | | | INSERT INTO t (id, s) VALUES (1, JSON_EXTRACT('{', '$'))",
                "3105 | GENERATED_COLUMN | c | | INSERT INTO t (id, c) VALUES (1, 1)",
                "1242 | DATABASE | | | INSERT INTO t (id) VALUES ((SELECT 1 UNION SELECT 2))",
                "1365 | DATABASE | | | INSERT INTO f (n) VALUES (0)",
                "1526 | DATABASE | | | INSERT INTO parted VALUES (9)",
                "1748 | DATABASE | | | INSERT INTO parted PARTITION (p0) VALUES (6)",
                "1416 | WRONG_TYPE | | | INSERT INTO t (id, g) VALUES (1, 'abc')",
                "3643 | WRONG_TYPE | g | | INSERT INTO t (id, g) VALUES (1, ST_GeomFromText('POINT(1 1)', 0))",
                "3037 | WRONG_TYPE | | | INSERT INTO t (id, g) VALUES (1, ST_GeomFromText('POINT('))",
                "3070 | WRONG_TYPE | | | INSERT INTO t (id, g) VALUES (1, ST_GeomFromGeoJSON('{\"type\":\"Point\"}'))",
                "3071 | WRONG_TYPE | | | INSERT INTO t (id, g) VALUES (1, ST_GeomFromGeoJSON('{\"type\":\"Point\",\"coordinates\":1}'))",
                "3072 | WRONG_TYPE | | | INSERT INTO t (id, g) VALUES (1, ST_GeomFromGeoJSON('[]'))",
                "3616 | OUT_OF_RANGE | | | INSERT INTO t (id, g) VALUES (1, ST_GeomFromText('POINT(0 200)', 4326))",
                "3617 | OUT_OF_RANGE | | | INSERT INTO t (id, g) VALUES (1, ST_GeomFromText('POINT(200 0)', 4326))",
                "3731 | OUT_OF_RANGE | | | INSERT INTO t (id, g) VALUES (1, ST_SRID(POINT(200, 0), 4326))",
                "3732 | OUT_OF_RANGE | | | INSERT INTO t (id, g) VALUES (1, ST_SRID(POINT(0, 200), 4326))",
                "3751 | WRONG_TYPE | | as_date | INSERT INTO f (a) VALUES ('x')",
                "3752 | OUT_OF_RANGE | | many | INSERT INTO f (j) VALUES ('{\"a\": [-1]}')",
                "3903 | WRONG_TYPE | | many | INSERT INTO f (j) VALUES ('{\"a\": [\"x\"]}')",
                "3904 | OUT_OF_RANGE | | many | INSERT INTO f (j) VALUES ('{\"a\": [1e30]}')",
                "3907 | TOO_LONG | | texts | INSERT INTO f (j) VALUES ('{\"b\": [\"long\"]}')",
            })
    void rowFault(int number, ReasonCode code, String column, String constraint, String sql) {
        assertFault(raised(writing, sql), number, code, column, constraint);
    }

    @Test
    void documentsAndRowsThatAreTooLarge() {
        String deep = "INSERT INTO t (id, j) VALUES (1, '" + "[".repeat(101) + "]".repeat(101) + "')";
        assertFault(raised(writing, deep), 3157, ReasonCode.BAD_JSON, null, null);
        String wide = "INSERT INTO wide VALUES (" + repeated("REPEAT('%d', 800)", 11) + ")";
        assertFault(raised(writing, wide), 1118, ReasonCode.VALUE_TOO_LARGE, null, null);
        String undo = "UPDATE indexed SET " + repeated("v%d = 'x'", 7);
        assertFault(raised(writing, undo), 1713, ReasonCode.VALUE_TOO_LARGE, null, null);
        String values = "INSERT INTO mv SELECT * FROM " + MANY_NUMBERS.formatted(3_000, "n") + " q";
        assertFault(raised(writing, values), 3905, ReasonCode.TOO_LONG, null, "many");
        String space =
                "INSERT INTO mc SELECT * FROM " + MANY_NUMBERS.formatted(1_000, "'\"', LPAD(n, 180, 'x'), '\"'") + " q";
        assertFault(raised(writing, space), 3906, ReasonCode.TOO_LONG, null, "many");
    }

    @Test
    void foreignKeyToATableThatTheAccountMayNotSee() {
        Account blind = database.account("blind", "INSERT ON children");
        try (Writing writing = Writing.as(blind, database.url())) {
            RuntimeException error = raised(writing, "INSERT INTO children VALUES (2, 2)");
            assertThat(FailureClassifier.classify(error))
                    .isInstanceOfSatisfying(
                            RowFault.class, fault -> assertThat(fault.code()).isEqualTo(ReasonCode.FOREIGN_KEY));
        }
    }

    @Test
    void packetThatTheServerWouldNotTake() {
        try (Writing small =
                Writing.on(database, "--spring.datasource.hikari.data-source-properties.maxAllowedPacket=100000")) {
            assertThat(FailureClassifier.classify(raised(small, "SELECT '" + "x".repeat(200_000) + "'")))
                    .isInstanceOfSatisfying(RowFault.class, fault -> {
                        assertThat(fault.code()).isEqualTo(ReasonCode.VALUE_TOO_LARGE);
                        assertThat(fault.vendorCode()).isZero();
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1146 | INSERT INTO nowhere VALUES (1)",
                "1054 | INSERT INTO t (nothing) VALUES (1)",
                "1136 | INSERT INTO parents VALUES (1)",
                "1305 | CALL nothing()",
                "1049 | INSERT INTO nowhere.t VALUES (1)"
            })
    void configuration(int number, String sql) {
        RuntimeException error = raised(writing, sql);
        assertThat(SqlErrors.is(error, number)).isTrue();
        assertThat(FailureClassifier.classify(error)).isInstanceOf(Configuration.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1142 | INSERT INTO t (id) VALUES (1)",
                "1044 | CREATE DATABASE not_mine",
                "1227 | SET GLOBAL max_connections = 10",
                "1370 | CALL signal_it()"
            })
    void missingPrivilegeIsConfiguration(int number, String sql) {
        RuntimeException error = raised(lowly, sql);
        assertThat(SqlErrors.find(error).map(SQLException::getErrorCode)).contains(number);
        assertThat(FailureClassifier.classify(error)).isInstanceOf(Configuration.class);
    }

    @Test
    void whatNoTableNamesIsUnknown() {
        RuntimeException error = raised(writing, "INSERT INTO t (id) VALUES (REGEXP_LIKE('a', '['))");
        assertThat(FailureClassifier.classify(error)).isInstanceOf(Unknown.class);
    }

    @Test
    void statementThatTheServerCantReadIsABugOfOurs() {
        assertThat(FailureClassifier.classify(raised(writing, "INSERT INTO INTO")))
                .isInstanceOf(Bug.class);
    }

    @Test
    void savepointThatIsGoneMeansThatTheTransactionIs() {
        assertThat(FailureClassifier.classify(raised(writing, "ROLLBACK TO SAVEPOINT gone")))
                .isInstanceOf(Conflict.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1040, 08004",
        "1053, 08S01",
        "1114, HY000",
        "1206, HY000",
        "1290, HY000",
        "1317, 70100",
        "1836, HY000",
        "3024, HY000",
        "3, HY000",
        "20, HY000",
        "0, 08S01",
        "0,",
        "1158, 08S01",
        "3101, HY000",
        "4031, HY000"
    })
    void serverInTroubleIsAnOutage(int number, String state) {
        assertThat(FailureClassifier.classify(new IllegalStateException(new SQLException("no", state, number))))
                .isInstanceOf(Outage.class);
    }

    @ParameterizedTest
    @CsvSource({"1213, 40001", "1205, 40001"})
    void otherTransactionsAreAConflict(int number, String state) {
        assertThat(FailureClassifier.classify(new SQLException("no", state, number)))
                .isInstanceOf(Conflict.class);
    }

    @ParameterizedTest
    @CsvSource({"1213", "1205", "1040", "1146", "5555"})
    void signalIsATriggersWordWhateverNumberItGives(int number) {
        assertThat(FailureClassifier.classify(new SQLException("no", "45000", number)))
                .isInstanceOfSatisfying(
                        RowFault.class, fault -> assertThat(fault.code()).isEqualTo(ReasonCode.TRIGGER));
    }

    private RuntimeException raised(Writing writing, String sql) {
        return catchRuntimeException(() -> writing.transaction().executeWithoutResult(status -> {
            status.setRollbackOnly();
            if (sql.contains("GROUP_CONCAT")) {
                writing.jdbc().execute("SET SESSION group_concat_max_len = 4000000, cte_max_recursion_depth = 100000");
            }
            writing.mapper().insert(new Sql().add(sql));
        }));
    }

    private static void assertFault(
            RuntimeException error, int number, ReasonCode code, String column, String constraint) {
        assertThat(FailureClassifier.classify(error))
                .as(() -> String.valueOf(error))
                .isInstanceOfSatisfying(RowFault.class, fault -> {
                    assertThat(fault.vendorCode()).isEqualTo(number);
                    assertThat(List.of(fault.code())).containsExactly(code);
                    assertThat(fault.column()).isEqualTo(column);
                    assertThat(fault.constraint()).isEqualTo(constraint);
                });
    }
}
