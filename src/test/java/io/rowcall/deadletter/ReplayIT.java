package io.rowcall.deadletter;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.ledger.Holds;
import io.rowcall.ledger.Ledger;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of replayed batches where a worker takes them; its own door to the dead letters is used. */
class ReplayIT {

    private static Scene scene;
    private static Worker worker;
    private static DeadLetterQueue queue;

    @BeforeAll
    static void open() {
        scene = Scene.create("replay");
        scene.database().execute("CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(16))");
        worker = scene.start(
                scene.worker().target("users", "table: users").property("rowcall.apply.hold-watch", "100ms"));
        queue = worker.part(DeadLetterQueue.class);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void theWorkerStampsWhenItRefusedAndHowLongTheLedgerRemembersByTheDatabasesClock() {
        Instant before = worker.part(Ledger.class).now().toInstant(ZoneOffset.UTC);
        DeadLetter letter = refused(users("stamped").body("["));
        Instant after = worker.part(Ledger.class).now().toInstant(ZoneOffset.UTC);

        assertThat(letter.refusedAt()).isBetween(before, after);
        assertThat(letter.replayUntil()).isEqualTo(letter.refusedAt().plus(Duration.ofDays(29)));
        queue.drop(List.of(letter.id()));
    }

    @Test
    void aReplayOfWhatTheBrokerDroppedIsApplied() {
        DeadLetter letter = expired(users("dropped"));

        assertThat(queue.replay(List.of(letter.id()))).singleElement().isInstanceOf(Outcome.Replayed.class);

        assertThat(scene.results()
                        .await("applied", result -> "dropped".equals(result.batchId()) && result.refusal() == null))
                .isCompleted();
        assertThat(named("dropped")).isEqualTo(1L);
        assertThat(queue.show(letter.id(), 1)).isInstanceOf(Shown.NotFound.class);
    }

    @Test
    void aReplayOfWhatWasAppliedMeanwhileIsAnsweredAgainAndAppliesNothingTwice() {
        DeadLetter letter = expired(users("twice"));
        scene.publish(users("twice"));
        Awaitility.await().until(() -> named("twice").equals(1L));
        int copies = scene.results().copies("twice");

        assertThat(queue.replay(List.of(letter.id()))).singleElement().isInstanceOf(Outcome.Replayed.class);

        scene.results().awaitCopies("twice", copies + 1);
        assertThat(scene.results().soFar().stream()
                        .filter(result -> "twice".equals(result.batchId()) && result.refusal() == null))
                .hasSize(1);
        assertThat(named("twice")).isEqualTo(1L);
    }

    @Test
    void aReplayIsAppliedOnceItsCauseIsMended() {
        // Somebody's batch with other content has the id, and an operator gives it free.
        scene.database().execute("""
                INSERT INTO rowcall_batch
                SELECT target_id, 'reused', REPEAT('x', 32), 1, 1, 0, 0, 0, 1, NULL, NULL, NULL, UTC_TIMESTAMP(3)
                FROM rowcall_target WHERE name = 'users'""");
        DeadLetter letter = refused(users("reused"));
        assertThat(letter.code()).isEqualTo(RefusalCode.BATCH_ID_REUSED.name());
        scene.database().execute("DELETE FROM rowcall_batch WHERE batch_id = 'reused'");

        assertThat(queue.replay(List.of(letter.id()))).singleElement().isInstanceOf(Outcome.Replayed.class);

        Awaitility.await().until(() -> named("reused").equals(1L));
    }

    @Test
    void aReplayThatCanNotSucceedComesBackOnceWithAReasonOfItsOwn() {
        DeadLetter letter = refused(users("broken").body("["));
        scene.results().awaitCopies("broken", 1);

        assertThat(queue.replay(List.of(letter.id()))).singleElement().isInstanceOf(Outcome.Replayed.class);

        DeadLetter again = awaitLetter("broken");
        assertThat(again.id()).isNotEqualTo(letter.id());
        assertThat(again.code()).isEqualTo("MALFORMED");
        assertThat(again.refusedAt()).isAfter(letter.refusedAt());
        scene.results().awaitCopies("broken", 2);
        Awaitility.await("no loop")
                .during(Duration.ofMillis(500))
                .until(() ->
                        scene.results().copies("broken") == 2 && scene.broker().ready(Wire.importQueue("users")) == 0);
        queue.drop(List.of(again.id()));
    }

    @Test
    void aDeadLetterThatIsPutBackAsItIsIsTakenToo() {
        DeadLetter letter = expired(users("shovelled"));
        BatchMessage asItIs = scene.broker()
                .get(Wire.DEAD)
                .map(message -> new BatchMessage("users", message.getProps(), message.getBody()))
                .orElseThrow();
        assertThat(asItIs.id()).isEqualTo(letter.batchId());

        scene.publish(asItIs);

        Awaitility.await().until(() -> named("shovelled").equals(1L));
    }

    private static BatchBuilder users(String id) {
        return batch("users").id(id).row("name", id);
    }

    private static Object named(String name) {
        return Objects.requireNonNull(scene.database().queryValue("SELECT COUNT(*) FROM users WHERE name = ?", name));
    }

    private static DeadLetter refused(BatchBuilder batch) {
        BatchMessage message = batch.message();
        scene.publish(message);
        return awaitLetter(message.id());
    }

    /** Published while the target is held, so that the broker drops it. */
    private static DeadLetter expired(BatchBuilder batch) {
        BatchMessage message = batch.message();
        worker.part(Holds.class).hold("users", "so that it expires");
        Awaitility.await().until(() -> scene.broker().consumers(Wire.importQueue("users")) == 0);
        scene.publish(new BatchMessage(
                "users", message.properties().builder().expiration("1").build(), message.body()));
        DeadLetter letter = awaitLetter(message.id());
        assertThat(letter.code()).isEqualTo("DROPPED");
        worker.part(Holds.class).resume("users");
        return letter;
    }

    private static DeadLetter awaitLetter(String batchId) {
        return Awaitility.await("dead letter of " + batchId)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> queue.list(letter -> batchId.equals(letter.batchId()), Limits.PAGE)
                                .letters(),
                        found -> !found.isEmpty())
                .getFirst();
    }
}
