package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Batch;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Verdict;
import io.rowcall.table.TableShape;
import io.rowcall.testing.Database;
import io.rowcall.write.Reference.Fate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Random batches into random tables: the writer's verdicts and the table afterwards must be those of the
 * {@link Reference}. Both write the same rows from the same state, each in a transaction that is rolled back.
 *
 * <p>So many cases as there is time for, at least 300; {@code -Drowcall.differential.cases=5000} runs just that many,
 * {@code -Drowcall.differential.seed=…} those of a failure's text.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AgreementWithReferenceIT {

    private static final @Nullable Integer CASES_WANTED = Integer.getInteger("rowcall.differential.cases");
    private static final int CASES = CASES_WANTED == null ? 900 : CASES_WANTED;

    /** After which no further tables are begun, where nobody has said how many cases there should be. */
    private static final Duration TIME = Duration.ofMinutes(1);

    private static final int CASES_A_TABLE = 6;
    private static final int TABLES_AT_ONCE = 50;
    private static final int ROWS_BEFORE = 8;

    private Database database;
    private Writing writing;
    private Connection connection;
    private final CasesSeen seen = new CasesSeen();

    @BeforeAll
    void connect() throws SQLException {
        database = Database.create("differential");
        database.execute("CREATE TABLE parent (id INT PRIMARY KEY)", "INSERT INTO parent VALUES (1), (2), (3)");
        writing = Writing.on(database);
        String url = database.url() + (database.url().contains("?") ? "&" : "?") + "useAffectedRows=true";
        connection = DriverManager.getConnection(url, database.username(), database.password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
                            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00',"
                            + " transaction_isolation = 'READ-COMMITTED'");
        }
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        writing.close();
        database.close();
    }

    @Test
    void verdictsAndTableAreThoseOfTheReference() throws Exception {
        long seed = Long.getLong("rowcall.differential.seed", 20261122L);
        System.out.printf("AgreementWithReferenceIT: up to %d cases, seed %d%n", CASES, seed);
        int tables = (CASES + CASES_A_TABLE - 1) / CASES_A_TABLE;
        long begin = System.nanoTime();
        int done = 0;
        while (done < tables && (done == 0 || CASES_WANTED != null || System.nanoTime() - begin < TIME.toNanos())) {
            int next = Math.min(tables, done + TABLES_AT_ONCE);
            run(LongStream.range(seed + done, seed + next).toArray());
            done = next;
        }
        System.out.printf("AgreementWithReferenceIT: %d cases%n", done * CASES_A_TABLE);
        System.out.println("AgreementWithReferenceIT: " + seen);
        if (CASES >= CASES_A_TABLE * TABLES_AT_ONCE) {
            seen.assertAllKinds();
        }
    }

    /** Makes the tables together, since a table just made has to settle before rows are written. */
    private void run(long... seeds) throws Exception {
        Map<RandomTable, Random> tables = new LinkedHashMap<>();
        for (long seed : seeds) {
            Random random = new Random(seed);
            RandomTable table = RandomTable.of("t_" + Long.toString(seed, 36), random);
            tables.put(table, random);
            try {
                database.execute(table.statements().toArray(String[]::new));
            } catch (RuntimeException e) {
                throw new AssertionError(again(seed, table), e);
            }
        }
        writing.settled();
        int next = 0;
        for (Map.Entry<RandomTable, Random> entry : tables.entrySet()) {
            runTable(entry.getKey(), entry.getValue(), again(seeds[next++], entry.getKey()));
        }
    }

    private void runTable(RandomTable table, Random random, String again) throws Exception {
        try {
            Target target = target(table);
            TableShape shape = writing.tables().read(target);
            seen.table(table);
            for (int i = 0; i < CASES_A_TABLE; i++) {
                runCase(table, target, shape, random, "\ncase " + i + again);
            }
            drop(table);
        } catch (RuntimeException | SQLException e) {
            throw new AssertionError(again, e);
        }
    }

    private static String again(long seed, RandomTable table) {
        return "\n-Drowcall.differential.seed=%d -Drowcall.differential.cases=%d\n%s"
                .formatted(seed, CASES_A_TABLE, table);
    }

    private void runCase(RandomTable table, Target target, TableShape shape, Random random, String about)
            throws Exception {
        RandomBatches batches = new RandomBatches(table, random);
        Reference reference = new Reference(connection, table, target, shape);
        clear(table);
        for (Row row : batches.rows(ROWS_BEFORE)) {
            reference.write(row, DuplicatePolicy.FAIL);
        }
        connection.commit();

        List<Batch> group = batches.group();
        Observed actual = Objects.requireNonNull(writing.transaction().execute(status -> {
            status.setRollbackOnly();
            List<List<Verdict>> written = writing.writeHere(target, group);
            written.forEach(verdicts -> verdicts.forEach(seen::reasons));
            List<List<Fate>> fates = written.stream()
                    .map(verdicts -> verdicts.stream()
                            .map(AgreementWithReferenceIT::fate)
                            .toList())
                    .toList();
            return new Observed(
                    fates,
                    writing.jdbc().queryForList(table.dump(), String.class),
                    writing.jdbc().queryForList("SELECT what FROM " + table.audit() + " ORDER BY 1", String.class));
        }));
        connection.rollback();
        List<List<Fate>> fates = reference.write(group);
        Observed expected =
                new Observed(fates, column(table.dump()), column("SELECT what FROM " + table.audit() + " ORDER BY 1"));
        connection.rollback();

        for (int b = 0; b < group.size(); b++) {
            seen.fates(group.get(b).policy(), fates.get(b));
        }
        assertThat(actual.toString())
                .as(() -> about + "\n" + described(group, expected, actual))
                .isEqualTo(expected.toString());
    }

    private record Observed(List<List<Fate>> fates, List<String> table, List<String> audit) {}

    private static Fate fate(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Failed ignored -> Fate.FAILED;
            case Verdict.Done done -> Fate.valueOf(done.name());
        };
    }

    private static Target target(RandomTable table) {
        EnumSet<DuplicatePolicy> allowed = EnumSet.allOf(DuplicatePolicy.class);
        if (table.updateKey() == null) {
            allowed.remove(DuplicatePolicy.UPDATE);
        }
        return Writing.target(table.name(), table.updateKey() == null ? "PRIMARY" : table.updateKey(), allowed);
    }

    private static String described(List<Batch> group, Observed expected, Observed actual) {
        StringBuilder text = new StringBuilder();
        for (int b = 0; b < group.size(); b++) {
            text.append(group.get(b).policy()).append('\n');
            int r = 0;
            for (Row row : group.get(b).rows()) {
                Fate should = expected.fates().get(b).get(r);
                Fate is = actual.fates().get(b).get(r++);
                text.append(should == is ? "   " : " ! ")
                        .append(should)
                        .append(' ')
                        .append(is)
                        .append(' ')
                        .append(row)
                        .append('\n');
            }
        }
        return text.toString();
    }

    private List<String> column(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> values = new java.util.ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void clear(RandomTable table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET foreign_key_checks = 0");
            statement.execute("DELETE FROM " + table.name());
            statement.execute("DELETE FROM " + table.audit());
            statement.execute("SET foreign_key_checks = 1");
        }
    }

    private void drop(RandomTable table) throws SQLException {
        connection.commit();
        database.execute(
                "SET foreign_key_checks = 0",
                "DROP TABLE %s, %s, %s".formatted(table.name(), table.audit(), table.twin()));
    }
}
