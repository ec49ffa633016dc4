package io.rowcall.ledger;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionIT {

    private static Scene scene;
    private static List<Worker> workers;

    @BeforeAll
    static void open() {
        scene = Scene.create("retention");
        scene.database()
                .execute(
                        "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(4))",
                        "CREATE TABLE orders (id INT PRIMARY KEY, name VARCHAR(4))");
        workers = List.of(start(), start());
    }

    private static Worker start() {
        return scene.start(scene.worker()
                .target("users", "table: users")
                .target("orders", "table: orders")
                .property("rowcall.ledger.retention", "10d")
                // Here the tests say when.
                .property("rowcall.ledger.retention-interval", "1h")
                .property("rowcall.result.relay-interval", "1h"));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        scene.database()
                .execute(
                        "DELETE FROM rowcall_batch",
                        "DELETE FROM rowcall_failure",
                        "DELETE FROM rowcall_outbox",
                        "DELETE FROM rowcall_refusal");
    }

    @Test
    void batchesOlderThanRetentionAreForgottenWithTheirFailures() {
        apply("users", "old");
        apply("users", "young");
        apply("orders", "old");
        age("rowcall_batch SET applied_at", "batch_id = 'old' AND target_id = " + id("users"), 10 * 24 + 1);
        age("rowcall_batch SET applied_at", "batch_id = 'young' OR target_id = " + id("orders"), 10 * 24 - 1);

        forget(workers.getFirst());

        assertThat(ledgers()).containsExactlyInAnyOrder("young", "old");
        assertThat(scene.database().count("rowcall_failure")).isEqualTo(2);
    }

    @Test
    void batchesThatAreNotKnownToBeAnsweredStay() {
        apply("users", "unanswered");
        scene.database()
                .execute("INSERT INTO rowcall_outbox (target_id, batch_id, committed_at) VALUES (" + id("users")
                        + ", 'unanswered', UTC_TIMESTAMP(3))");
        age("rowcall_batch SET applied_at", "TRUE", 10 * 24 + 1);

        forget(workers.getFirst());

        assertThat(ledgers()).containsExactly("unanswered");
        assertThat(scene.database().count("rowcall_failure")).isEqualTo(1);
    }

    @Test
    void refusalsAreForgottenToo() {
        BatchMessage old = batch("users").body("[").message();
        BatchMessage young = batch("users").body("[").message();
        scene.publish(old, young);
        assertThat(scene.results().await(old)).isRefused(RefusalCode.MALFORMED);
        assertThat(scene.results().await(young)).isRefused(RefusalCode.MALFORMED);
        age("rowcall_refusal SET refused_at", "batch_id = '" + old.id() + "'", 10 * 24 + 1);

        forget(workers.getFirst());

        assertThat(scene.database().queryColumn("SELECT CAST(batch_id AS CHAR) FROM rowcall_refusal"))
                .containsExactly(young.id());
        scene.broker().purge(Wire.DEAD);
    }

    @Test
    void twoWorkersForgetManyAtOnceWhileATransactionHoldsSome() throws Exception {
        scene.database().execute("""
                INSERT INTO rowcall_batch (target_id, batch_id, content_hash, row_count, inserted, updated, unchanged,
                    failed, pages, applied_at)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 950),
                     m (j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM m WHERE j < 5)
                SELECT t.target_id, CONCAT(j, '-', i), REPEAT('h', 32), 1, 1, 0, 0, 0, 1,
                    UTC_TIMESTAMP(3) - INTERVAL IF(i % 10 = 0, 1, 11) DAY
                FROM n, m, rowcall_target t""");
        try (var held = scene.database().connect()) {
            held.setAutoCommit(false);
            held.createStatement()
                    .execute("SELECT * FROM rowcall_batch WHERE batch_id = '3-3' AND target_id = " + id("users")
                            + " FOR UPDATE");
            CompletableFuture.allOf(workers.stream()
                            .map(worker -> CompletableFuture.runAsync(() -> forget(worker)))
                            .toArray(CompletableFuture[]::new))
                    .join();
            assertThat(scene.database().count("rowcall_batch")).isEqualTo(2 * 95 * 5 + 1);
            held.rollback();
        }
        forget(workers.getLast());
        assertThat(scene.database().count("rowcall_batch")).isEqualTo(2 * 95 * 5);
    }

    private static void apply(String target, String id) {
        scene.publish(batch(target).id(id).row("id", 1, "name", "much too long"));
        scene.results()
                .await("result of " + id, result -> id.equals(result.batchId()) && target.equals(result.target()));
        Awaitility.await().until(() -> scene.database().count("rowcall_outbox") == 0);
    }

    private static void forget(Worker worker) {
        worker.part(Retention.class).forget();
    }

    private static void age(String what, String where, int hours) {
        scene.database().execute("UPDATE " + what + " = UTC_TIMESTAMP(3) - INTERVAL " + hours + " HOUR WHERE " + where);
    }

    private static Object id(String target) {
        return scene.database().queryValue("SELECT target_id FROM rowcall_target WHERE name = ?", target);
    }

    private static List<Object> ledgers() {
        return scene.database().queryColumn("SELECT CAST(batch_id AS CHAR) FROM rowcall_batch");
    }
}
