package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.Step;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Restarts and upgrades cost no batch anything. {@code -Drowcall.test.restarts=20} restarts more often. */
class RollingRestartIT {

    private static final int RESTARTS = Integer.getInteger("rowcall.test.restarts", 5);
    private static final int BATCHES = 100;

    /** A worker takes one delivery at a time until 16 have shown how large they are. */
    private static final int EACH_ROUND = 20;

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.create("rolling");
        scene.database()
                .execute(
                        "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)",
                        "CREATE TABLE later (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static WorkerBuilder worker(String target) {
        return scene.worker()
                .target(target, "table: " + target)
                .property("rowcall.receive.stop-within", "300ms")
                // Another one would go on with what waits behind a lock.
                .property("rowcall.receive.consumers", "1")
                // Room for all batches from the first moment, however large they may turn out.
                .property("rowcall.receive.in-flight-bytes", "4GB");
    }

    /** Few of the batches are applied in each round, whichever come first, so most are the same through all rounds. */
    @Test
    void restartsWithAFullPrefetchCountAgainstNoBatch() throws SQLException {
        String queue = Wire.importQueue("users");
        worker("users").start().stop();
        List<BatchMessage> batches = batches(EACH_ROUND * RESTARTS + BATCHES);
        scene.publish(batches.toArray(BatchMessage[]::new));
        for (int restart = 1; restart <= RESTARTS; restart++) {
            try (Connection other = scene.database().connect()) {
                other.setAutoCommit(false);
                AtomicInteger begun = new AtomicInteger();
                WorkerBuilder stuck = worker("users")
                        // A batch fills a group, or one group would take all that is there.
                        .property(
                                "rowcall.receive.group-bytes",
                                batches.getFirst().body().length + "B")
                        .listener((step, target) -> {
                            if (step == Step.RECEIVED && begun.incrementAndGet() > EACH_ROUND) {
                                lockAll(other);
                            }
                        });
                try (Worker worker = stuck.start()) {
                    Awaitility.await("the worker has all in its hands")
                            .until(() -> scene.broker().ready(queue) == 0);
                    scene.database().awaitLockWait();
                    worker.stop();
                }
                other.rollback();
            }
            List<GetResponse> givenBack = scene.broker().peekAll(queue);
            assertThat(givenBack)
                    .as("given back after restart " + restart)
                    .hasSize(batches.size() - EACH_ROUND * restart);
            assertThat(counts(givenBack))
                    .as("delivery counts after restart " + restart)
                    .isEmpty();
        }
        assertThat(scene.database().count("rowcall_attempt")).isZero();

        scene.start(worker("users"));
        batches.forEach(batch -> assertThat(scene.results().await(batch)).insertedAll(1));
        assertThat(scene.broker().ready(Wire.DEAD)).isZero();
        // No worker that was told to stop has applied what it could not answer any more.
        Awaitility.await("every result is known to be sent")
                .atMost(Duration.ofSeconds(10))
                .until(() -> scene.database().count("rowcall_outbox") == 0);
    }

    /** Lets no row in until the transaction ends. */
    private static void lockAll(Connection transaction) {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("SELECT * FROM users FOR UPDATE");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<BatchMessage> batches(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        id -> batch("users").row("id", 10_000 + id, "name", "n").message())
                .toList();
    }

    private static List<Object> counts(List<GetResponse> messages) {
        return messages.stream()
                .map(message -> message.getProps().getHeaders())
                .filter(headers -> headers != null && headers.containsKey("x-delivery-count"))
                .map(headers -> headers.get("x-delivery-count"))
                .toList();
    }

    /** What a later version may do to the tables while this one still runs: add, and nothing else. */
    @Test
    void thisVersionRunsOnTheTablesOfALaterOneBesideWorkersThatStartedBeforeAndAfter() {
        AtomicInteger byTheEarlier = new AtomicInteger();
        AtomicInteger byTheLater = new AtomicInteger();
        scene.start(counting(byTheEarlier));
        applyAndRefuse(0);
        assertThat(byTheEarlier).as("groups of the earlier worker").hasPositiveValue();

        migrateToALaterVersion();
        applyAndRefuse(1_000);
        for (String migrate : List.of("true", "false")) {
            byTheEarlier.set(0);
            byTheLater.set(0);
            try (Worker later = counting(byTheLater)
                    .property("rowcall.schema.migrate", migrate)
                    .start()) {
                AtomicInteger next = new AtomicInteger(migrate.length() * 1_000);
                Awaitility.await("both workers have applied batches")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> {
                            applyAndRefuse(next.getAndAdd(100));
                            return byTheEarlier.get() > 0 && byTheLater.get() > 0;
                        });
                later.stop();
            }
        }
        scene.broker().purge(Wire.DEAD);
    }

    private static WorkerBuilder counting(AtomicInteger applied) {
        return worker("later").listener((step, target) -> {
            if (step == Step.COMMITTED && target.equals("later")) {
                applied.incrementAndGet();
            }
        });
    }

    private static void migrateToALaterVersion() {
        for (Object table : scene.database()
                .queryColumn("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " AND table_type = 'BASE TABLE' AND table_name LIKE 'rowcall\\_%'"
                        + " AND table_name <> 'rowcall_schema_history'")) {
            scene.database().execute("ALTER TABLE " + table + " ADD COLUMN of_later_version VARCHAR(20) NULL FIRST");
        }
        scene.database()
                .execute(
                        "CREATE TABLE rowcall_of_later_version (id INT PRIMARY KEY)",
                        "INSERT INTO rowcall_schema_history SELECT 1000, '1000', 'of a later version', 'SQL',"
                                + " 'V1000__of_a_later_version.sql', 7, installed_by, installed_on, 1, 1"
                                + " FROM rowcall_schema_history LIMIT 1");
    }

    /** Batches of every outcome, one of them twice, each answered as always. */
    private static void applyAndRefuse(int firstId) {
        BatchMessage good = batch("later").row("id", firstId, "name", "a").message();
        BatchMessage bad = batch("later")
                .row("id", firstId + 1, "name", null)
                .row("id", firstId + 2, "name", "b")
                .message();
        BatchMessage broken = batch("later").body("[").message();
        List<BatchMessage> more = IntStream.range(firstId + 10, firstId + 30)
                .mapToObj(id -> batch("later").row("id", id, "name", "n").message())
                .toList();
        scene.publish(good, bad, broken, good);
        scene.publish(more.toArray(BatchMessage[]::new));

        scene.results().awaitCopies(good.id(), 2);
        assertThat(scene.results().await(good)).insertedAll(1);
        assertThat(scene.results().await(bad)).counts(2, 1, 0, 0, 1);
        scene.results().awaitRefusal(broken.id());
        more.forEach(batch -> assertThat(scene.results().await(batch)).insertedAll(1));
        Awaitility.await("every result is known to be sent")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(scene.database().queryColumn("""
                        SELECT CAST(o.batch_id AS CHAR) FROM rowcall_outbox o
                        JOIN rowcall_target t ON t.target_id = o.target_id AND t.name = 'later'""")).isEmpty());
    }
}
