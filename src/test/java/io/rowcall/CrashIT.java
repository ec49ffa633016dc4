package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerBuilder;
import io.rowcall.testing.WorkerProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A batch that ends the worker, and a worker that is told to end; killed at any step: {@link KillPointsIT}. */
class CrashIT {

    private static final int KILLED = 137;

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.create("crash");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        // Makes the queues, so that there is something to publish to while no worker runs.
        scene.start(worker()).stop();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static WorkerBuilder worker() {
        return scene.worker().target("users", "table: users").property("rowcall.result.relay-after", "2s");
    }

    @Test
    void poisonousBatchIsRefusedAndItsNeighboursAreApplied() {
        scene.database().execute("TRUNCATE users");
        scene.publish(
                batch("users").id("before").row("id", 1, "name", "a"),
                batch("users").id("poison").row("id", 2, "name", "poison-pill"),
                batch("users").id("after").row("id", 3, "name", "b"),
                batch("users").id("later").row("id", 4, "name", "c"));
        WorkerBuilder fragile = worker().property("rowcall.schema.migrate", "false")
                .property("spring.main.web-application-type", "none")
                .haltOnText("poison-pill");

        // One crash that can't be blamed on anyone, then three attempts alone.
        for (int crash = 0; crash < 4; crash++) {
            assertThat(scene.fork(fragile).awaitExit()).as("crash " + crash).isEqualTo(KILLED);
        }
        try (WorkerProcess survivor = scene.fork(fragile)) {
            assertThat(scene.results().within(Duration.ofMinutes(1)).await("poison"))
                    .isRefused(RefusalCode.POISON)
                    .says("3 attempts");
            for (String neighbour : new String[] {"before", "after", "later"}) {
                assertThat(scene.results().await(neighbour)).insertedAll(1);
            }
            scene.awaitNothingLeftToDo();
            assertThat(survivor.alive()).isTrue();
        }

        assertThat(scene.broker().drain(Wire.DEAD)).singleElement().satisfies(dead -> {
            assertThat(dead.getProps().getMessageId()).isEqualTo("poison");
            assertThat(dead.getProps().getHeaders().get(Wire.HEADER_CODE)).hasToString("POISON");
        });
    }

    @Test
    void stoppedWorkerGivesBackWhatItHasWithoutACountAgainstIt() throws SQLException {
        scene.database().execute("TRUNCATE users");
        try (WorkerProcess worker = scene.fork(worker()).awaitReady();
                Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (1, 'other')");
            scene.publish(batch("users").id("at-hand").row("id", 1, "name", "a"));
            scene.database().awaitLockWait();
            for (int i = 2; i < 30; i++) {
                scene.publish(batch("users").id("prefetched-" + i).row("id", i, "name", "b"));
            }
            worker.signal("TERM");
            worker.awaitLog("Commencing graceful shutdown");
            other.rollback();
            assertThat(worker.awaitExit()).isIn(0, 143);
        }

        List<GetResponse> givenBack = scene.broker().drain(Wire.importQueue("users"));
        assertThat(givenBack)
                .hasSizeGreaterThan(20)
                .allSatisfy(message -> assertThat(message.getProps().getHeaders())
                        .satisfiesAnyOf(
                                headers -> assertThat(headers).isNull(),
                                headers -> assertThat(headers).doesNotContainKey("x-delivery-count")));
        long applied = scene.database().count("users");
        assertThat(applied + givenBack.size()).isEqualTo(29);
    }
}
