package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same batch id again: applied once, answered each time, and never mistaken for another. */
class RedeliveryIT {

    private static Scene scene;
    private static int nextRow;

    @BeforeAll
    static void start() {
        scene = Scene.create("redelivery");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        scene.start(worker());
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static WorkerBuilder worker() {
        return scene.worker().target("users", "table: users", "allowed: fail, ignore");
    }

    @Test
    void redeliveredBatchIsAppliedOnceAndAnsweredTheSameAgain() {
        BatchMessage batch = users("again").row("id", nextRow, "name", null).message();
        scene.publish(batch);
        assertThat(scene.results().await("again")).counts(11, 10, 0, 0, 1);

        scene.publish(batch);

        scene.results().awaitCopies("again", 2);
        assertThat(inserted("again")).isEqualTo(10);
    }

    @Test
    void resultOfManyPagesIsRepeatedFromTheLedger() {
        String filler = "x".repeat(8_000);
        BatchBuilder failing = batch("users").id("pages").rows(400, i -> new Object[] {"id", null, "name", filler + i});
        BatchMessage batch = failing.row("id", nextRow++, "name", "kept").message();
        scene.publish(batch);
        Result result = scene.results().await("pages");
        assertThat(result).counts(401, 1, 0, 0, 400);
        assertThat(result.pages()).isGreaterThan(3);
        Awaitility.await("the outbox has forgotten")
                .until(() -> scene.database().count("rowcall_outbox") == 0);

        scene.publish(batch);

        scene.results().awaitCopies("pages", 2);
        assertThat(scene.database().count("users WHERE name = 'kept'")).isEqualTo(1);
    }

    @Test
    void repeatsInOneHandOverAreAppliedOnceAndAllAnswered() {
        List<BatchMessage> repeats = new ArrayList<>();
        BatchMessage batch = users("together").message();
        for (int i = 0; i < 5; i++) {
            repeats.add(batch);
        }
        scene.publish(repeats.toArray(BatchMessage[]::new));

        scene.results().awaitCopies("together", 5);
        assertThat(inserted("together")).isEqualTo(10);
    }

    @Test
    void twoWorkersWithTheSameBatchesApplyEachOnce() {
        try (var second = worker().start()) {
            List<BatchMessage> twice = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                BatchMessage batch = users("both-" + i).message();
                twice.add(batch);
                twice.add(batch);
            }
            scene.publish(twice.toArray(BatchMessage[]::new));

            for (int i = 0; i < 30; i++) {
                scene.results().awaitCopies("both-" + i, 2);
                assertThat(scene.results().await("both-" + i)).insertedAll(10);
            }
            assertThat(inserted("both-")).isEqualTo(300);
        }
    }

    @Test
    void otherContentUnderAUsedIdIsRefusedAndDeadLettered() {
        assertThat(scene.send(users("used"))).insertedAll(10);

        scene.publish(users("used"));

        assertThat(scene.results().awaitRefusal("used"))
                .isRefused(RefusalCode.BATCH_ID_REUSED)
                .says("message_id used", "id of its own");
        assertThat(inserted("used")).isEqualTo(10);
        BasicProperties dead = scene.broker().await(Wire.DEAD).getProps();
        assertThat(dead.getMessageId()).isEqualTo("used");
        assertThat(dead.getHeaders().get(Wire.HEADER_CODE)).hasToString("BATCH_ID_REUSED");
    }

    @Test
    void otherContentInTheSameHandOverIsRefused() {
        scene.publish(users("contest"), users("contest"));

        assertThat(scene.results().awaitRefusal("contest")).isRefused(RefusalCode.BATCH_ID_REUSED);
        assertThat(scene.results().await("contest", result -> result.refusal() == null))
                .insertedAll(10);
        assertThat(inserted("contest")).isEqualTo(10);
        scene.broker().await(Wire.DEAD);
    }

    @Test
    void otherPolicyUnderAUsedIdIsRefused() {
        BatchBuilder batch = users("policy");
        assertThat(scene.send(batch)).insertedAll(10);

        scene.publish(batch.onDuplicate(DuplicatePolicy.IGNORE));

        assertThat(scene.results().awaitRefusal("policy")).isRefused(RefusalCode.BATCH_ID_REUSED);
        scene.broker().await(Wire.DEAD);
    }

    @Test
    void sameContentInOtherGzipBytesIsTheSameBatch() throws IOException {
        BatchMessage fast = users("gzip").gzip().message();
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(fast.body())).readAllBytes();
        BatchMessage best = fast.withBody(gzip(plain, Deflater.NO_COMPRESSION));
        assertThat(best.body()).isNotEqualTo(fast.body());

        scene.publish(fast);
        scene.results().await("gzip");
        scene.publish(best);

        scene.results().awaitCopies("gzip", 2);
        assertThat(inserted("gzip")).isEqualTo(10);
    }

    @Test
    void idsThatOnlyACollationCallsEqualAreDifferent() {
        List<String> ids = List.of("ada", "Ada", "ada ", "ádá", "ada\u0000");
        for (String id : ids) {
            scene.publish(users(id));
        }

        for (String id : ids) {
            assertThat(scene.results().await(id)).insertedAll(10);
        }
    }

    @Test
    void nothingMoreComesOnceAllIsAnswered() {
        int before = scene.results().messages();
        assertThat(scene.send(users("last"))).insertedAll(10);
        scene.results().awaitJust(before + 1, Duration.ofSeconds(1));
        assertThat(scene.broker().ready(Wire.importQueue("users"))).isZero();
    }

    /** Ten rows that no other batch has, named after the batch. */
    private static BatchBuilder users(String id) {
        BatchBuilder batch = batch("users").id(id);
        for (int i = 0; i < 10; i++) {
            batch.row("id", nextRow++, "name", id);
        }
        return batch;
    }

    private static long inserted(String name) {
        return scene.database().count("users WHERE name LIKE '" + name + "%'");
    }

    private static byte[] gzip(byte[] plain, int level) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed) {
            {
                def.setLevel(level);
            }
        }) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }
}
