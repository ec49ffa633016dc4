package io.rowcall.write;

import static io.rowcall.batch.DuplicatePolicy.FAIL;
import static io.rowcall.write.Writing.reason;
import static io.rowcall.write.Writing.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import io.rowcall.batch.Verdict;
import io.rowcall.batch.Verdict.Done;
import io.rowcall.testing.Database;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that only the server can refuse: they fail for the right reason, and their neighbours go in. */
@TestInstance(Lifecycle.PER_CLASS)
class RefusedRowsIT {

    /**
     * A table with columns {@code id} and {@code v}, made by a statement or two, that takes every good row and not the bad
     * one.
     */
    private record Case(
            String name,
            ReasonCode code,
            List<String> columns,
            @Nullable String constraint,
            @Nullable String limit,
            @Nullable String actual,
            Object good,
            Object bad,
            String... statements) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Case> CASES = List.of(
            new Case(
                    "orphan",
                    ReasonCode.FOREIGN_KEY,
                    List.of("v"),
                    "kin",
                    null,
                    null,
                    1,
                    2,
                    "CREATE TABLE orphan (id INT PRIMARY KEY, v INT, CONSTRAINT kin FOREIGN KEY (v) REFERENCES parents (p))"),
            new Case(
                    "checked",
                    ReasonCode.CHECK,
                    List.of("v"),
                    "small",
                    "(`v` < 10)",
                    null,
                    1,
                    10,
                    "CREATE TABLE checked (id INT PRIMARY KEY, v INT, CONSTRAINT small CHECK (v < 10))"),
            new Case(
                    "signalled",
                    ReasonCode.TRIGGER,
                    List.of(),
                    null,
                    null,
                    null,
                    1,
                    13,
                    "CREATE TABLE signalled (id INT PRIMARY KEY, v INT)",
                    "CREATE TRIGGER signalled BEFORE INSERT ON signalled FOR EACH ROW IF NEW.v = 13 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'unlucky at row 1'; END IF"),
            new Case(
                    "afterwards",
                    ReasonCode.TRIGGER,
                    List.of(),
                    null,
                    null,
                    null,
                    1,
                    13,
                    "CREATE TABLE afterwards (id INT PRIMARY KEY, v INT)",
                    "CREATE TRIGGER afterwards AFTER INSERT ON afterwards FOR EACH ROW IF NEW.v = 13 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'unlucky', MYSQL_ERRNO = 1213; END IF"),
            new Case(
                    "unheard_of",
                    ReasonCode.DATABASE,
                    List.of(),
                    null,
                    null,
                    "5555",
                    1,
                    13,
                    "CREATE TABLE unheard_of (id INT PRIMARY KEY, v INT)",
                    "CREATE TRIGGER unheard_of AFTER INSERT ON unheard_of FOR EACH ROW IF NEW.v = 13 THEN SIGNAL SQLSTATE 'HY000' SET MESSAGE_TEXT = 'odd', MYSQL_ERRNO = 5555; END IF"),
            new Case(
                    "two_rows",
                    ReasonCode.DATABASE,
                    List.of(),
                    null,
                    null,
                    "1172",
                    1,
                    13,
                    "CREATE TABLE two_rows (id INT PRIMARY KEY, v INT)",
                    "CREATE TRIGGER two_rows BEFORE INSERT ON two_rows FOR EACH ROW BEGIN DECLARE p INT; SELECT n INTO p FROM (SELECT 1 AS n UNION ALL SELECT 2) q WHERE n = 1 OR NEW.v = 13; END"),
            new Case(
                    "emptied",
                    ReasonCode.NOT_NULL,
                    List.of("v"),
                    null,
                    null,
                    null,
                    1,
                    13,
                    "CREATE TABLE emptied (id INT PRIMARY KEY, v INT NOT NULL)",
                    "CREATE TRIGGER emptied BEFORE INSERT ON emptied FOR EACH ROW SET NEW.v = NULLIF(NEW.v, 13)"),
            new Case(
                    "lengthened",
                    ReasonCode.TOO_LONG,
                    List.of("v"),
                    null,
                    "4",
                    null,
                    "a",
                    "abc",
                    "CREATE TABLE lengthened (id INT PRIMARY KEY, v VARCHAR(4))",
                    "CREATE TRIGGER lengthened BEFORE INSERT ON lengthened FOR EACH ROW SET NEW.v = CONCAT(NEW.v, NEW.v)"),
            new Case(
                    "copied",
                    ReasonCode.TRIGGER,
                    List.of(),
                    null,
                    null,
                    null,
                    "a",
                    "abc",
                    "CREATE TABLE copied (id INT PRIMARY KEY, v VARCHAR(4))",
                    "CREATE TRIGGER copied AFTER INSERT ON copied FOR EACH ROW INSERT INTO narrow VALUES (NEW.v)"),
            new Case(
                    "grown",
                    ReasonCode.OUT_OF_RANGE,
                    List.of("v"),
                    null,
                    null,
                    null,
                    1,
                    13,
                    "CREATE TABLE grown (id INT PRIMARY KEY, v TINYINT)",
                    "CREATE TRIGGER grown BEFORE INSERT ON grown FOR EACH ROW SET NEW.v = NEW.v * 10"),
            new Case(
                    "below_zero",
                    ReasonCode.OUT_OF_RANGE,
                    List.of(),
                    null,
                    null,
                    null,
                    5,
                    1,
                    "CREATE TABLE below_zero (id INT PRIMARY KEY, v BIGINT UNSIGNED, g BIGINT UNSIGNED AS (v - 3) STORED)"),
            new Case(
                    "divided",
                    ReasonCode.DATABASE,
                    List.of(),
                    null,
                    null,
                    "1365",
                    5,
                    0,
                    "CREATE TABLE divided (id INT PRIMARY KEY, v INT, g INT AS (10 DIV v) STORED)"),
            new Case(
                    "dated",
                    ReasonCode.WRONG_TYPE,
                    List.of(),
                    "dates",
                    null,
                    null,
                    "2024-02-29",
                    "soon",
                    "CREATE TABLE dated (id INT PRIMARY KEY, v VARCHAR(20), KEY dates ((CAST(v AS DATE))))"),
            new Case(
                    "tagged",
                    ReasonCode.WRONG_TYPE,
                    List.of(),
                    "tags",
                    null,
                    null,
                    new Value.Json("[1]"),
                    new Value.Json("[\"x\"]"),
                    "CREATE TABLE tagged (id INT PRIMARY KEY, v JSON, KEY tags ((CAST(v AS UNSIGNED ARRAY))))"),
            new Case(
                    "labelled",
                    ReasonCode.TOO_LONG,
                    List.of(),
                    "labels",
                    null,
                    null,
                    new Value.Json("[\"abc\"]"),
                    new Value.Json("[\"abcd\"]"),
                    "CREATE TABLE labelled (id INT PRIMARY KEY, v JSON, KEY labels ((CAST(v AS CHAR(3) ARRAY))))"),
            new Case(
                    "parted",
                    ReasonCode.DATABASE,
                    List.of(),
                    null,
                    null,
                    "1526",
                    1,
                    10,
                    "CREATE TABLE parted (id INT, v INT) PARTITION BY RANGE (v) (PARTITION p VALUES LESS THAN (10))"),
            new Case(
                    "somewhere",
                    ReasonCode.WRONG_TYPE,
                    List.of("v"),
                    null,
                    null,
                    null,
                    "POINT(1 1)",
                    "POINT(2 2)",
                    "CREATE TABLE somewhere (id INT PRIMARY KEY, v POINT SRID 0)",
                    "CREATE TRIGGER somewhere BEFORE INSERT ON somewhere FOR EACH ROW IF ST_X(NEW.v) = 2 THEN SET NEW.v = ST_SRID(NEW.v, 4326); END IF"));

    private Database database;
    private Writing writing;

    @BeforeAll
    void makeTables() {
        database = Database.create("refused");
        database.execute(
                "CREATE TABLE parents (p INT PRIMARY KEY)",
                "INSERT INTO parents VALUES (1)",
                "CREATE TABLE narrow (what VARCHAR(2))",
                "CREATE TABLE moody (id INT PRIMARY KEY)",
                "CREATE TRIGGER moody BEFORE INSERT ON moody FOR EACH ROW IF NEW.id = 5 AND COALESCE(@moods, 0) < 1 THEN SET @moods = 1; SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 5555, MESSAGE_TEXT = 'moody'; END IF",
                "CREATE TABLE large (id INT PRIMARY KEY, v LONGTEXT)");
        CASES.forEach(each -> database.execute(each.statements));
        writing = Writing.on(database);
        writing.settled();
    }

    @AfterAll
    void close() {
        writing.close();
        database.close();
    }

    private static List<Case> all() {
        return CASES;
    }

    @ParameterizedTest
    @MethodSource("all")
    void failsForItsReasonWhileNeighboursGoIn(Case each) {
        for (DuplicatePolicy policy : EnumSet.of(FAIL, DuplicatePolicy.UNCHANGED, DuplicatePolicy.IGNORE)) {
            database.execute("DELETE FROM " + each.name);
            List<Verdict> verdicts = writing.write(
                    target(each.name),
                    policy,
                    row(0, "id", 1, "v", each.good),
                    row(1, "id", 2, "v", each.bad),
                    row(2, "id", 3, "v", each.good));
            assertThat(verdicts.getFirst()).isEqualTo(Done.INSERTED);
            assertThat(verdicts.getLast()).isEqualTo(Done.INSERTED);
            assertThat(database.count(each.name)).isEqualTo(2);
            Reason reason = reason(verdicts.get(1));
            assertThat(reason.code()).as(reason.message()).isEqualTo(each.code);
            assertThat(reason.columns()).isEqualTo(each.columns);
            assertThat(reason.constraint()).isEqualTo(each.constraint);
            assertThat(reason.limit()).isEqualTo(each.limit);
            assertThat(reason.actual()).isEqualTo(each.actual);
            assertThat(reason.message()).doesNotContain("INSERT").doesNotContain("`");
        }
    }

    @Test
    void rowThatTheServerTakesNoPacketForFailsAlone() {
        String limit = "--spring.datasource.hikari.data-source-properties.maxAllowedPacket=300000";
        try (Writing small = Writing.on(database, limit)) {
            List<Verdict> verdicts = small.write(
                    target("large"),
                    FAIL,
                    row(0, "id", 1, "v", "x".repeat(200_000)),
                    row(1, "id", 2, "v", "x".repeat(400_000)),
                    row(2, "id", 3, "v", "x".repeat(200_000)));
            assertThat(verdicts.getFirst()).isEqualTo(Done.INSERTED);
            assertThat(verdicts.getLast()).isEqualTo(Done.INSERTED);
            assertThat(reason(verdicts.get(1)).code()).isEqualTo(ReasonCode.VALUE_TOO_LARGE);

            Verdict again = small.write(target("large"), FAIL, row(0, "id", 1, "v", "x".repeat(299_000)))
                    .getFirst();
            assertThat(reason(again).code())
                    .as("the question about it is too large")
                    .isEqualTo(ReasonCode.DUPLICATE_KEY);
        }
    }

    @Test
    void unknownErrorInAnEmptyTableIsARowsOnlyIfAnotherRowGoesIn() {
        database.execute("DELETE FROM unheard_of");
        assertThat(FailureClassifier.classify(catchRuntimeException(
                        () -> writing.write(target("unheard_of"), FAIL, row(0, "id", 1, "v", 13)))))
                .isInstanceOf(FailureClass.Unknown.class);
        List<Verdict> verdicts = writing.write(
                target("unheard_of"),
                FAIL,
                row(0, "id", 1, "v", 13),
                row(1, "id", 2, "v", 13),
                row(2, "id", 3, "v", 1));
        assertThat(verdicts.getLast()).isEqualTo(Done.INSERTED);
        assertThat(reason(verdicts.getFirst()).actual()).isEqualTo("5555");
    }

    @Test
    void unknownErrorThatGoesAwayByItselfFailsNoRow() {
        List<Row> rows = new ArrayList<>(
                IntStream.range(0, 12).mapToObj(i -> row(i, "id", i)).toList());
        for (int size : new int[] {6, 12}) {
            RuntimeException error =
                    catchRuntimeException(() -> writing.transaction().execute(status -> {
                        status.setRollbackOnly();
                        writing.jdbc().execute("SET @moods = NULL");
                        return writing.writeHere(target("moody"), List.of(Writing.batch(FAIL, rows.subList(0, size))));
                    }));
            assertThat(FailureClassifier.classify(error)).isInstanceOf(FailureClass.Unknown.class);
        }
        assertThat(database.count("moody")).isZero();
    }

    private static Target target(String table) {
        return Writing.target(table, "PRIMARY", EnumSet.complementOf(EnumSet.of(DuplicatePolicy.UPDATE)));
    }
}
