package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two workers that take the same rows in opposite order deadlock again and again, and no row pays for it. */
class DeadlocksIT {

    private static final int ROUNDS = 20;
    private static final int ROWS = 300;
    private static final int MOST_WAVES = 30;

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.create("deadlocks");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        for (int i = 0; i < 2; i++) {
            scene.start(scene.worker()
                    .target("users", "table: users", "on-duplicate: update")
                    // A group for each batch, so that both workers are at it.
                    .property("rowcall.receive.group-rows", "1")
                    .property("rowcall.receive.max-prefetch", "1")
                    .property("rowcall.apply.first-pause", "100ms")
                    .property("rowcall.apply.longest-pause", "500ms"));
        }
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void deadlocksOfTwoWorkersFailNoRow() {
        long before = deadlocks();
        // Two workers may miss each other by luck; not for long.
        for (int wave = 0; wave < MOST_WAVES && deadlocks() == before; wave++) {
            sendOppositeOrders(wave);
        }

        assertThat(deadlocks()).as("deadlocks").isGreaterThan(before);
        assertThat(scene.database().count("users")).isEqualTo(ROWS);
        Awaitility.await().until(() -> scene.broker().ready(Wire.importQueue("users")) == 0);
        assertThat(scene.broker().ready(Wire.DEAD)).isZero();
    }

    private static void sendOppositeOrders(int wave) {
        List<BatchMessage> batches = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String name = "round " + round + " of wave " + wave;
            batches.add(batch("users")
                    .rows(ROWS, i -> new Object[] {"id", i, "name", name})
                    .message());
            batches.add(batch("users")
                    .rows(ROWS, i -> new Object[] {"id", ROWS - 1 - i, "name", name})
                    .message());
        }
        scene.publish(batches.toArray(BatchMessage[]::new));
        batches.forEach(batch ->
                assertThat(scene.results().await(batch).counts().failed()).isZero());
    }

    /** That the server has counted, whoever had them. */
    private static long deadlocks() {
        return ((Number) Objects.requireNonNull(scene.database()
                        .queryValue(
                                "SELECT count FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'")))
                .longValue();
    }
}
