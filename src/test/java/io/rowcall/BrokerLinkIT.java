package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.RecentLog;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The link to the broker, or the broker's patience, ends while a batch is being applied: it is applied once. */
class BrokerLinkIT {

    private static final String QUEUE = Wire.importQueue("users");

    private Scene scene;
    private FaultProxy toBroker;
    private FaultProxy toDatabase;

    @BeforeEach
    void open() {
        scene = Scene.create("link");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        toBroker = FaultProxy.to(scene.broker().server());
        toDatabase = FaultProxy.to(scene.database().server());
    }

    @AfterEach
    void close() {
        toBroker.restore();
        toDatabase.restore();
        scene.close();
        toBroker.close();
        toDatabase.close();
    }

    private static WorkerBuilder configured(WorkerBuilder worker) {
        return worker.target("users", "table: users")
                .property("rowcall.apply.first-pause", "100ms")
                .property("rowcall.apply.longest-pause", "500ms")
                // Consumers are counted.
                .property("rowcall.receive.consumers", "1");
    }

    @Test
    void batchInTheHandsOfAWorkerWhoseLinkFellSilentGoesToAnotherAndIsAppliedOnce() throws SQLException {
        Worker silent = scene.start(
                configured(Worker.on(scene.database(), scene.broker().through(toBroker)))
                        .property("spring.rabbitmq.requested-heartbeat", "2s")
                        .property("spring.rabbitmq.connection-timeout", "2s")
                        .property("rowcall.result.confirm-timeout", "3s"));
        BatchMessage batch = batch("users").row("id", 1, "name", "a").message();
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (1, 'other')");
            scene.publish(batch);
            scene.database().awaitLockWait();
            toBroker.blackHole();
            other.rollback();
        }
        Awaitility.await("committed").until(() -> scene.database().count("users") == 1);
        scene.start(configured(scene.worker()));

        assertThat(scene.results().within(Duration.ofSeconds(30)).await(batch)).insertedAll(1);
        toBroker.restore();
        Awaitility.await("the first one is back")
                .atMost(Duration.ofSeconds(30))
                .until(() -> scene.broker().consumers(QUEUE) == 2);
        assertThat(scene.send(batch("users").row("id", 2, "name", "b"))).insertedAll(1);
        assertThat(scene.database().count("users")).isEqualTo(2);
        silent.stop();
    }

    @Test
    void batchThatTheBrokerTakesAwayForItsSlownessIsAppliedOnce() throws SQLException {
        scene.start(configured(scene.worker())).stop();
        scene.broker().policy("impatient", "^rowcall\\.imports\\..*", Map.of("consumer-timeout", 3_000));
        scene.start(configured(scene.worker()));
        scene.start(configured(scene.worker()));
        Awaitility.await().until(() -> scene.broker().consumers(QUEUE) == 2);
        BatchMessage batch = batch("users").row("id", 1, "name", "a").message();
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (1, 'other')");
            scene.publish(batch);
            scene.database().awaitLockWait();
            Awaitility.await("the broker loses patience")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> RecentLog.tail().contains("The broker ended the consumption of " + QUEUE));
            other.rollback();
        }

        assertThat(scene.results().await(batch)).insertedAll(1);
        Awaitility.await("both consume again")
                .atMost(Duration.ofSeconds(30))
                .until(() -> scene.broker().consumers(QUEUE) == 2);
        Awaitility.await("nothing is left").until(() -> scene.broker().ready(QUEUE) == 0);
        assertThat(scene.database().count("users")).isEqualTo(1);
        assertThat(scene.broker().ready(Wire.DEAD)).isZero();
    }

    @Test
    void linksThatDeliverByteByByteChangeNothing() {
        toBroker.slice(1);
        toDatabase.slice(1);
        scene.start(configured(
                Worker.on(scene.database().through(toDatabase), scene.broker().through(toBroker))));
        BatchMessage batch = batch("users")
                .row("id", 1, "name", "Zoë 🦉")
                .row("id", 2, "name", null)
                .row("id", 3, "name", "x".repeat(65))
                .message();
        scene.publish(batch);

        assertThat(scene.results().await(batch))
                .counts(3, 1, 0, 0, 2)
                .rowFailed(1, ReasonCode.NOT_NULL)
                .rowFailed(2, ReasonCode.TOO_LONG);
        assertThat(scene.database().queryColumn("SELECT name FROM users")).containsExactly("Zoë 🦉");
    }

    @Test
    void queueThatIsPurgedUnderItsConsumerGoesOn() throws SQLException {
        scene.start(configured(scene.worker()));
        BatchMessage atHand = batch("users").row("id", 1, "name", "a").message();
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (1, 'other')");
            scene.publish(atHand);
            scene.database().awaitLockWait();
            scene.broker().purge(QUEUE);
            other.rollback();
        }

        assertThat(scene.results().await(atHand)).insertedAll(1);
        assertThat(scene.send(batch("users").row("id", 2, "name", "b"))).insertedAll(1);
    }
}
