package io.rowcall.write;

import static io.rowcall.write.Writing.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Batch;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Verdict;
import io.rowcall.testing.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Finding b bad rows among n by halving, which an account without UPDATE has to, takes at most 2·b·(log2(n/b) + 2) INSERTs, and never more than 2·n; none bad takes one. In
 * {@code named} the server says which row it is, in {@code unnamed} it doesn't, and in {@code misnamed} it always says
 * the first, since that is the number of a trigger's row.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BisectCostIT {

    private Database database;
    private Writing writing;

    @BeforeAll
    void makeTables() {
        database = Database.create("cost");
        database.execute(
                "CREATE TABLE named (id INT PRIMARY KEY, v VARCHAR(2), KEY numbers ((CAST(v AS UNSIGNED))))",
                "CREATE TABLE unnamed (id INT PRIMARY KEY, v VARCHAR(2), CHECK (v <> 'no'))",
                "CREATE TABLE misnamed (id INT PRIMARY KEY, v VARCHAR(2))",
                "CREATE TRIGGER misnamed BEFORE INSERT ON misnamed FOR EACH ROW SET NEW.v = CONCAT(NEW.v, LEFT(NEW.v, 1))");
        writing = Writing.as(database.account("halving", "SELECT, INSERT, TRIGGER ON *"), database.url());
        writing.settled();
    }

    @AfterAll
    void close() {
        writing.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "1, 1",
        "2, 1",
        "7, 1",
        "8, 2",
        "9, 1",
        "9, 9",
        "63, 5",
        "64, 64",
        "100, 1",
        "100, 10",
        "1000, 0",
        "1000, 1",
        "1000, 2",
        "1000, 3",
        "1000, 10",
        "1000, 60",
        "1000, 111",
        "1000, 125",
        "1000, 200",
        "1000, 500",
        "1000, 1000"
    })
    void boundHolds(int rows, int bad) {
        Random random = new Random(rows * 31L + bad);
        for (String table : List.of("named", "unnamed", "misnamed")) {
            for (boolean together : new boolean[] {false, true}) {
                List<Integer> places =
                        new ArrayList<>(IntStream.range(0, rows).boxed().toList());
                if (!together) {
                    Collections.shuffle(places, random);
                }
                assertBound(table, rows, new HashSet<>(places.subList(rows - bad, rows)));
            }
        }
    }

    private void assertBound(String table, int rows, Set<Integer> bad) {
        Target target = Writing.target(table, "PRIMARY", EnumSet.of(DuplicatePolicy.FAIL));
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(row(i, "id", i, "v", bad.contains(i) ? "no" : "1"));
        }
        Batch batch = Writing.batch(DuplicatePolicy.FAIL, all);
        Long inserts = writing.transaction().execute(status -> {
            status.setRollbackOnly();
            long before = inserts();
            List<Verdict> verdicts = writing.writeHere(target, List.of(batch)).getFirst();
            for (int i = 0; i < rows; i++) {
                assertThat(verdicts.get(i) instanceof Verdict.Failed).isEqualTo(bad.contains(i));
            }
            return inserts() - before;
        });
        double bound = bad.isEmpty()
                ? 1
                : Math.min(2.0 * rows, 2.0 * bad.size() * (Math.log((double) rows / bad.size()) / Math.log(2) + 2));
        assertThat(Objects.requireNonNull(inserts).doubleValue())
                .as("%d bad of %d in %s", bad.size(), rows, table)
                .isLessThanOrEqualTo(bound);
    }

    private long inserts() {
        return Long.parseLong(String.valueOf(writing.jdbc()
                .queryForMap("SHOW SESSION STATUS LIKE 'Com_insert'")
                .get("Value")));
    }
}
