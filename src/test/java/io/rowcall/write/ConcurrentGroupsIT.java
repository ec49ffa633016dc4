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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Two groups written at once, with rows that meet each other, end as one of them after the other: verdicts and table
 * are those of the {@link Reference} in one of the two orders. Deadlocks and lock waits start a group again, as they do
 * in the worker.
 *
 * <p>{@code -Drowcall.concurrent.cases=1000} runs more of them, {@code -Drowcall.concurrent.seed=…} those of a failure's
 * text.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ConcurrentGroupsIT {

    private static final int CASES = Integer.getInteger("rowcall.concurrent.cases", 100);
    private static final int CASES_A_TABLE = 20;
    private static final int ROWS_BEFORE = 8;

    private Database database;
    private Writing writing;
    private Connection connection;
    private ExecutorService threads;
    private int conflicts;

    @BeforeAll
    void connect() throws SQLException {
        database = Database.create("concurrent");
        database.execute("CREATE TABLE parent (id INT PRIMARY KEY)", "INSERT INTO parent VALUES (1), (2), (3)");
        writing = Writing.on(database);
        connection = DriverManager.getConnection(database.url(), database.username(), database.password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00',"
                    + " transaction_isolation = 'READ-COMMITTED'");
        }
        threads = Executors.newFixedThreadPool(2);
    }

    @AfterAll
    void close() throws SQLException {
        threads.shutdownNow();
        connection.close();
        writing.close();
        database.close();
    }

    @Test
    void twoGroupsAtOnceEndAsOneAfterTheOther() throws Exception {
        long seed = Long.getLong("rowcall.concurrent.seed", 20261126L);
        System.out.printf("ConcurrentGroupsIT: %d cases, seed %d%n", CASES, seed);
        for (int table = 0; table * CASES_A_TABLE < CASES; table++) {
            runTable(seed + table);
        }
        System.out.println("ConcurrentGroupsIT: " + conflicts + " times a group started again");
    }

    private void runTable(long seed) throws Exception {
        Random random = new Random(seed);
        RandomTable table = untriggered("t_" + Long.toString(seed, 36), random);
        database.execute(table.statements().toArray(String[]::new));
        writing.settled();
        Target target =
                Writing.target(table.name(), "PRIMARY", EnumSet.complementOf(EnumSet.of(DuplicatePolicy.UPDATE)));
        TableShape shape = writing.tables().read(target);
        for (int i = 0; i < CASES_A_TABLE; i++) {
            runCase(
                    table,
                    target,
                    shape,
                    random,
                    "-Drowcall.concurrent.seed=%d, case %d\n%s".formatted(seed, i, table));
        }
    }

    /** Triggers write a table of their own, whose order tells what the two have done in turns. */
    private static RandomTable untriggered(String name, Random random) {
        while (true) {
            RandomTable table = RandomTable.of(name, random);
            if (table.statements().stream().noneMatch(statement -> statement.startsWith("CREATE TRIGGER"))) {
                return table;
            }
        }
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
        List<Batch> first = withoutUpdates(batches.group());
        List<Batch> second = withoutUpdates(batches.group());

        String firstThenSecond = "%s %s".formatted(reference.write(first), reference.write(second)) + dump(table);
        connection.rollback();
        List<List<Fate>> secondFates = reference.write(second);
        String secondThenFirst = "%s %s".formatted(reference.write(first), secondFates) + dump(table);
        connection.rollback();

        CyclicBarrier together = new CyclicBarrier(2);
        Future<List<List<Fate>>> one = threads.submit(() -> write(target, first, together));
        Future<List<List<Fate>>> other = threads.submit(() -> write(target, second, together));
        String actual = "%s %s".formatted(one.get(1, TimeUnit.MINUTES), other.get(1, TimeUnit.MINUTES)) + dump(table);
        connection.rollback();

        assertThat(actual).as(about).isIn(firstThenSecond, secondThenFirst);
    }

    private List<List<Fate>> write(Target target, List<Batch> group, CyclicBarrier together) throws Exception {
        together.await(1, TimeUnit.MINUTES);
        while (true) {
            try {
                return writing.write(target, group).stream()
                        .map(verdicts ->
                                verdicts.stream().map(ConcurrentGroupsIT::fate).toList())
                        .toList();
            } catch (RuntimeException e) {
                if (!(FailureClassifier.classify(e) instanceof FailureClass.Conflict)) {
                    throw e;
                }
                synchronized (this) {
                    conflicts++;
                }
            }
        }
    }

    private static List<Batch> withoutUpdates(List<Batch> group) {
        return group.stream()
                .map(batch -> batch.policy() != DuplicatePolicy.UPDATE
                        ? batch
                        : Writing.batch(DuplicatePolicy.IGNORE, rows(batch)))
                .toList();
    }

    private static List<Row> rows(Batch batch) {
        List<Row> rows = new ArrayList<>();
        batch.rows().forEach(rows::add);
        return rows;
    }

    private static Fate fate(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Failed ignored -> Fate.FAILED;
            case Verdict.Done done -> Fate.valueOf(done.name());
        };
    }

    private String dump(RandomTable table) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(table.dump())) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values.toString();
    }

    private void clear(RandomTable table) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET foreign_key_checks = 0");
            statement.execute("DELETE FROM " + table.name());
            statement.execute("SET foreign_key_checks = 1");
        }
        connection.commit();
    }
}
