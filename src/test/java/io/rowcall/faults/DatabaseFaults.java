package io.rowcall.faults;

import static io.rowcall.faults.BrokerFaults.someSeconds;
import static io.rowcall.faults.Pace.last;

import io.rowcall.testing.Direction;
import io.rowcall.testing.Tripwire;
import io.rowcall.testing.WirePattern;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;

/** What can happen to the database and to the links to it. Each blocks until it is over. */
final class DatabaseFaults {

    static String kill(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration down = Duration.ofMillis(random.nextInt(2_000));
        try {
            stage.servers().killMysql();
            last(down);
        } finally {
            stage.servers().startMysql();
        }
        return "kill -9 of mysqld, started again after " + down.toMillis() + " ms";
    }

    static String freeze(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        try {
            stage.servers().freezeMysql();
            last(duration);
        } finally {
            stage.servers().thawMysql();
        }
        return "mysqld frozen for " + duration.toMillis() + " ms";
    }

    static String readOnly(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        try {
            stage.servers().readOnlyMysql(true);
            last(duration);
        } finally {
            stage.servers().readOnlyMysql(false);
        }
        return "the database read-only for " + duration.toMillis() + " ms";
    }

    static String killSessions(Stage stage, SplittableRandom random) throws InterruptedException {
        int times = random.nextInt(1, 4);
        for (int i = 0; i < times; i++) {
            stage.database().killConnectionsOf(stage.workersAccount());
            last(Duration.ofMillis(random.nextInt(300)));
        }
        return "KILL of all sessions of the workers, " + times + " times";
    }

    static String cutBeforeCommit(Stage stage, SplittableRandom random) throws InterruptedException {
        return cutAtCommit(stage, random, Tripwire.Edge.BEFORE, "a link cut before COMMIT arrived");
    }

    static String cutAfterCommit(Stage stage, SplittableRandom random) throws InterruptedException {
        return cutAtCommit(stage, random, Tripwire.Edge.AFTER, "a link cut after COMMIT had arrived");
    }

    private static String cutAtCommit(Stage stage, SplittableRandom random, Tripwire.Edge edge, String what)
            throws InterruptedException {
        int skip = random.nextInt(6);
        try {
            Tripwire wire =
                    stage.databaseLink().cutAt(Direction.TO_SERVER, WirePattern.mysqlQuery("commit"), edge, skip);
            Pace.await(Duration.ofSeconds(10), wire::tripped);
            return wire.tripped() ? what : "no COMMIT came in 10 s to cut a link at";
        } finally {
            stage.databaseLink().restore();
        }
    }

    static String blackHole(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        try {
            stage.databaseLink().blackHole();
            last(duration);
        } finally {
            stage.databaseLink().restore();
        }
        return "nothing arrives at or from the database for " + duration.toMillis() + " ms";
    }

    static String delay(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        Duration each = Duration.ofMillis(random.nextInt(20, 200));
        try {
            stage.databaseLink().delay(each);
            last(duration);
        } finally {
            stage.databaseLink().restore();
        }
        return "the links to the database " + each.toMillis() + " ms slower for " + duration.toMillis() + " ms";
    }

    static String deadlocks(Stage stage, SplittableRandom random) throws InterruptedException {
        long until = System.nanoTime() + someSeconds(random).toNanos();
        int met = 0;
        while (System.nanoTime() < until) {
            met += lockTwoRows(stage, random) ? 0 : 1;
        }
        return "another session locks rows in its own order, and lost " + met + " deadlocks";
    }

    /** Whether both locks were given. */
    private static boolean lockTwoRows(Stage stage, SplittableRandom random) throws InterruptedException {
        try (Connection other = stage.database().connect();
                Statement statement = other.createStatement()) {
            other.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            other.setAutoCommit(false);
            // InnoDB ends the transaction that has changed less, and it is not to be this one every time.
            for (int i = 0; i < random.nextInt(12); i++) {
                statement.execute("UPDATE tags SET n = n + 1 WHERE id < 0");
            }
            for (int i = 0; i < 3; i++) {
                statement.execute("UPDATE stock SET age = 149 - age WHERE id = " + someRow(random));
                last(Duration.ofMillis(random.nextInt(60)));
            }
            other.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    static String lockRows(Stage stage, SplittableRandom random) throws InterruptedException, SQLException {
        // Some are longer than a worker waits for a lock.
        Duration duration = someSeconds(random).multipliedBy(random.nextInt(1, 3));
        try (Connection other = stage.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM stock WHERE id < 0 FOR UPDATE");
            last(duration);
            other.rollback();
        }
        return "rows that all change locked for " + duration.toMillis() + " ms";
    }

    private static int someRow(SplittableRandom random) {
        return -random.nextInt(1, Destination.SEEDED + 1);
    }

    private DatabaseFaults() {}
}
