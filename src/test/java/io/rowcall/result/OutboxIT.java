package io.rowcall.result;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.BatchKey;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxIT {

    private static final int BATCHES = 60;

    @Test
    void aTransactionOfAnotherWorkerIsNotWaitedFor() throws SQLException {
        try (Scene scene = Scene.create("outbox")) {
            scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY)");
            scene.start(scene.worker()
                    .target("users", "table: users")
                    .property("rowcall.result.relay-after", "1s")
                    .property("rowcall.result.relay-interval", "100ms"));
            try (Connection other = scene.database().connect()) {
                other.setAutoCommit(false);
                other.createStatement()
                        .execute("INSERT INTO rowcall_outbox (target_id, batch_id, committed_at)"
                                + " VALUES (1, 'of another worker', UTC_TIMESTAMP(3))");

                scene.publish(IntStream.range(0, BATCHES)
                        .mapToObj(i -> batch("users").id("mine-" + i).row("id", i))
                        .toArray(BatchBuilder[]::new));
                for (int i = 0; i < BATCHES; i++) {
                    assertThat(scene.results().await("mine-" + i)).insertedAll(1);
                }
                awaitForgotten(scene);

                // What a worker leaves behind when it ends, for the relay of another one.
                scene.database()
                        .execute("INSERT INTO rowcall_outbox (target_id, batch_id, committed_at)"
                                + " SELECT target_id, batch_id, UTC_TIMESTAMP(3) - INTERVAL 1 HOUR FROM rowcall_batch");
                scene.results().awaitCopies("mine-0", 2);
                awaitForgotten(scene);
            }
        }
    }

    /** As a batch does that is sent twice. */
    @Test
    void aResultConfirmedTwiceIsForgottenOnce() {
        try (Scene scene = Scene.create("outbox2")) {
            scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY)");
            Worker worker = scene.start(scene.worker().target("users", "table: users"));
            scene.publish(batch("users").id("twice").row("id", 1));
            assertThat(scene.results().await("twice")).insertedAll(1);
            awaitForgotten(scene);
            scene.database()
                    .execute("INSERT INTO rowcall_outbox (target_id, batch_id, committed_at)"
                            + " SELECT target_id, batch_id, UTC_TIMESTAMP(3) FROM rowcall_batch");

            Outbox outbox = worker.part(Outbox.class);
            TransactionTemplate transaction = new TransactionTemplate(worker.part(PlatformTransactionManager.class));
            List<BatchKey> twice = List.of(new BatchKey("users", "twice"));
            transaction.executeWithoutResult(status -> {
                outbox.sent(twice);
                outbox.record(List.of());
                // What would wait here for the first transaction would wait for ever: that one waits for it.
                assertThat(CompletableFuture.runAsync(() -> transaction.executeWithoutResult(second -> {
                            outbox.sent(twice);
                            outbox.record(List.of());
                        })))
                        .succeedsWithin(Duration.ofSeconds(4));
                status.setRollbackOnly();
            });
            // Not forgotten by the first one after all, nor by the second: but it is known to be sent.
            awaitForgotten(scene);
        }
    }

    private static void awaitForgotten(Scene scene) {
        Awaitility.await("no result left to be sent")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(scene.database().count("rowcall_outbox")).isZero());
    }
}
