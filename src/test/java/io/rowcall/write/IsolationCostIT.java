package io.rowcall.write;

import static io.rowcall.write.Writing.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Verdict;
import io.rowcall.testing.Account;
import io.rowcall.testing.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Finding bad rows costs a few statements for a chunk, however many are bad; {@link BisectCostIT} has what it costs
 * where that can't be done.
 */
@TestInstance(Lifecycle.PER_CLASS)
class IsolationCostIT {

    private static final int ROWS = 1_000;

    /** Of the table below: two keys asked ahead with a look at the rows met on each, one foreign key, one CHECK. */
    private static final int MOST = 12;

    private Database database;
    private Writing writing;
    private Writing untested;
    private Writing withoutParents;

    @BeforeAll
    void makeTables() {
        database = Database.create("isolation_cost");
        database.execute(
                "CREATE TABLE parent (id INT PRIMARY KEY)",
                "INSERT INTO parent VALUES (1), (2)",
                "CREATE TABLE child (id INT PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE, parent_id INT, n INT,"
                        + " CONSTRAINT family FOREIGN KEY (parent_id) REFERENCES parent (id), CONSTRAINT small CHECK (n < 100))",
                "CREATE TABLE plain (id INT PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE, n INT)",
                "CREATE TABLE watched (id INT PRIMARY KEY, n INT)",
                "CREATE TRIGGER watch AFTER UPDATE ON watched FOR EACH ROW SET @watched = 1");
        writing = Writing.on(database);
        Account account = database.account(
                "few",
                "SELECT, INSERT, UPDATE, TRIGGER ON child",
                "SELECT, INSERT, UPDATE ON plain",
                "SELECT ON parent");
        untested = Writing.as(account, database.url());
        Account blind = database.account(
                "blind", "SELECT, INSERT, UPDATE, TRIGGER ON child", "SELECT, INSERT, UPDATE ON rowcall_attempt");
        withoutParents = Writing.as(blind, database.url());
        writing.settled();
    }

    @AfterAll
    void close() {
        withoutParents.close();
        untested.close();
        writing.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "10, 10", "100, 100", "500, 500", "1000, 1000"})
    void costDoesNotGrowWithTheNumberOfBadRows(int bad, int failed) {
        for (Fault fault : Fault.values()) {
            Cost first = cost(writing, "child", DuplicatePolicy.FAIL, row -> fault.row(row, row < bad));
            assertThat(first.failed()).as("%s, %d bad", fault, bad).isEqualTo(failed);
            assertThat(first.statements()).as("%s, %d bad", fault, bad).isLessThanOrEqualTo(bad == 0 ? 0 : MOST);
            // What is met again is asked ahead, and costs no failing statement any more.
            Cost again = cost(writing, "child", DuplicatePolicy.FAIL, row -> fault.row(row, row < bad));
            assertThat(again.failed()).isEqualTo(failed);
            assertThat(again.statements()).isLessThanOrEqualTo(MOST);
            calm();
        }
    }

    @Test
    void goodRowsTakeOneStatement() {
        assertThat(cost(writing, "child", DuplicatePolicy.FAIL, row -> Fault.MET.row(row, false)))
                .isEqualTo(new Cost(0, 0));
    }

    @ParameterizedTest
    @EnumSource(DuplicatePolicy.class)
    void everyPolicyCostsFewStatements(DuplicatePolicy policy) {
        for (int round = 0; round < 2; round++) {
            Cost cost = cost(writing, "plain", policy, row -> Fault.MET.without("parent_id", row, row % 2 == 0));
            assertThat(cost.failed())
                    .isEqualTo(policy == DuplicatePolicy.FAIL || policy == DuplicatePolicy.UNCHANGED ? 500 : 0);
            assertThat(cost.statements()).as("%s", policy).isLessThanOrEqualTo(MOST);
        }
    }

    /** Its rights don't reach Rowcall's own table, so what this server does could not be tried. */
    @Test
    void withoutAPassedSelfTestRowsAreHalvedWithTheSameVerdicts() {
        Cost cost = cost(untested, "child", DuplicatePolicy.FAIL, row -> Fault.MET.row(row, row < 100));
        assertThat(cost.failed()).isEqualTo(100);
        assertThat(cost.statements()).isGreaterThan(100);
    }

    @Test
    void parentsThatMayNotBeReadAreLeftToTheInsert() {
        for (int round = 0; round < 2; round++) {
            Cost cost = cost(withoutParents, "child", DuplicatePolicy.FAIL, row -> Fault.ORPHAN.row(row, row < 100));
            assertThat(cost.failed()).isEqualTo(100);
            assertThat(cost.statements()).isGreaterThan(100);
        }
        // All else is found in bulk.
        Cost met = cost(withoutParents, "child", DuplicatePolicy.FAIL, row -> Fault.MET.row(row, row < 100));
        assertThat(met.failed()).isEqualTo(100);
        assertThat(met.statements()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void parentsThatWereThereLatelyAreNotAskedAboutAgainAndAreMissedWhenTheyAreGone() {
        cost(writing, "child", DuplicatePolicy.FAIL, row -> ofParent(row, row < 10 ? 99 : 1 + row % 2));
        assertThat(cost(writing, "child", DuplicatePolicy.FAIL, row -> ofParent(row, 1 + row % 2)))
                .as("only parents that are known")
                .isEqualTo(new Cost(0, 0));
        cost(writing, "child", DuplicatePolicy.FAIL, row -> ofParent(row, row < 10 ? 99 : 1 + row % 2));

        database.execute("DELETE FROM parent WHERE id = 2");
        try {
            Cost gone = cost(writing, "child", DuplicatePolicy.FAIL, row -> ofParent(row, 1 + row % 2));
            assertThat(gone.failed()).isEqualTo(ROWS / 2);
            assertThat(gone.statements()).isLessThanOrEqualTo(MOST);
        } finally {
            database.execute("INSERT INTO parent VALUES (2)");
        }
        assertThat(cost(writing, "child", DuplicatePolicy.FAIL, row -> ofParent(row, 1 + row % 2))
                        .failed())
                .as("once it is back")
                .isZero();
        calm();
    }

    private static Row ofParent(int number, int parent) {
        return row(number, "id", number + 1, "code", "c" + number, "parent_id", parent, "n", 1);
    }

    @Test
    void rowsOfATableWithTriggersAreHalvedSinceNothingMayRunThemForARowThatFails() {
        Cost cost = cost(writing, "watched", DuplicatePolicy.FAIL, row -> row(row, "id", row % 500, "n", row));
        assertThat(cost.failed()).isEqualTo(500);
        assertThat(cost.statements()).isGreaterThan(500);
    }

    private enum Fault {
        /** A row of the table has the primary key. */
        MET,
        /** A row of the table has the other key. */
        MET_ELSEWHERE,
        /** An earlier row of the batch has the other key. */
        REPEATED,
        ORPHAN,
        CHECK,
        ALL;

        Row row(int number, boolean bad) {
            Fault kind = this == ALL && bad ? values()[number % ALL.ordinal()] : this;
            return io.rowcall.write.Writing.row(
                    number,
                    "id",
                    bad && kind == MET ? -1 - number % 10 : number + 1,
                    "code",
                    bad && kind == MET_ELSEWHERE
                            ? "before" + number % 10
                            : bad && kind == REPEATED ? "before1" : "c" + number,
                    "parent_id",
                    bad && kind == ORPHAN ? 99 + number : 1,
                    "n",
                    bad && kind == CHECK ? 100 : 1);
        }

        Row without(String column, int number, boolean bad) {
            Row.Shaped row = (Row.Shaped) row(number, bad);
            int at = row.columns().indexOf(column);
            List<String> columns = new ArrayList<>(row.columns());
            columns.remove(at);
            var values = new ArrayList<>(row.values());
            values.remove(at);
            return new Row.Shaped(number, null, columns, values);
        }
    }

    /**
     * What writing a batch took.
     *
     * @param statements beyond the one for good rows
     */
    private record Cost(int failed, int statements) {}

    /** Enough good rows that nothing is asked ahead any more. */
    private void calm() {
        for (int chunk = 0; chunk < 4; chunk++) {
            cost(writing, "child", DuplicatePolicy.FAIL, row -> Fault.MET.row(row, false));
        }
    }

    private Cost cost(Writing by, String table, DuplicatePolicy policy, IntFunction<Row> rows) {
        Target target = Writing.target(table, "PRIMARY");
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            all.add(rows.apply(i));
        }
        return Objects.requireNonNull(by.transaction().execute(status -> {
            status.setRollbackOnly();
            if (!table.equals("watched")) {
                String columns = table.equals("child") ? "(id, code, parent_id, n)" : "(id, code, n)";
                for (int i = 0; i < 10; i++) {
                    by.jdbc()
                            .update("INSERT INTO %s %s VALUES (%d, 'before%d', %s 1)"
                                    .formatted(table, columns, -1 - i, i, table.equals("child") ? "1," : ""));
                }
            }
            List<Verdict> verdicts = new ArrayList<>();
            int statements = by.writeHere(target, Writing.batch(policy, all), verdicts);
            return new Cost(
                    (int) verdicts.stream()
                            .filter(Verdict.Failed.class::isInstance)
                            .count(),
                    statements);
        }));
    }
}
