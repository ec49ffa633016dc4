package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rowcall.batch.Step;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.LargeBody;
import io.rowcall.testing.Producer;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerBuilder;
import io.rowcall.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers of which more is asked than their heap holds at once, and workers that run out of it all the same.
 *
 * <p>System properties make the tests larger than they are in a run of all tests: {@code rowcall.test.large-bodies} is
 * how many bodies of just under 16 MiB wait in a queue (one of each shape unless given), {@code rowcall.test.backlog}
 * how many small batches (30,000 unless given), {@code rowcall.test.backlog-rows} how many rows each of them has (1).
 */
class SmallHeapIT {

    private static final Logger log = LoggerFactory.getLogger(SmallHeapIT.class);

    private static final int LARGE_BODIES = Integer.getInteger("rowcall.test.large-bodies", LargeBody.values().length);
    private static final int BACKLOG = Integer.getInteger("rowcall.test.backlog", 30_000);
    private static final int BACKLOG_ROWS = Integer.getInteger("rowcall.test.backlog-rows", 1);

    /** Of {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    /** Of a worker that was started without that option. */
    private static final int ENDED_BY_AN_ERROR = 70;

    private static final long MEBIBYTE = 1 << 20;

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.create("heap");
        scene.database()
                .execute(
                        "CREATE TABLE large (id INT PRIMARY KEY, text LONGTEXT, doc JSON, raw LONGBLOB, short VARCHAR(8))",
                        "CREATE TABLE small (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        // Makes the queues, so that there is something to publish to while no worker runs.
        scene.start(worker()).stop();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    /** A test that failed leaves to the next one what its worker did not get done. */
    @BeforeEach
    void clear() {
        for (String table : List.of("large", "small", "rowcall_attempt")) {
            scene.database().execute("TRUNCATE " + table);
        }
        for (String queue :
                List.of(Wire.importQueue("largest"), Wire.importQueue("large"), Wire.importQueue("small"), Wire.DEAD)) {
            scene.broker().purge(queue);
        }
    }

    private static WorkerBuilder worker() {
        return scene.worker()
                // A queue of its own, of which the broker can tell whether it delivered anything twice.
                .target("largest", "table: large")
                .target("large", "table: large")
                .target("small", "table: small")
                .heap("256m");
    }

    /** A worker that has enough to do for its code to be compiled well. */
    private static WorkerBuilder busyWorker() {
        return worker().jvmOption("-XX:TieredStopAtLevel=4");
    }

    @Test
    void queueOfTheLargestBodiesIsWorkedThrough() {
        try (Producer producer = Producer.of(scene.broker())) {
            for (int i = 0; i < LARGE_BODIES; i++) {
                producer.publish(List.of(shape(i).batch("largest", "largest-" + i, i * 1_000_000)));
            }
        }
        long good = 0;
        try (WorkerProcess worker = scene.fork(busyWorker())) {
            for (int i = 0; i < LARGE_BODIES; i++) {
                LargeBody shape = shape(i);
                assertThat(answer(worker, "largest-" + i))
                        .as("%s", shape)
                        .counts(shape.rows(), shape.good(), 0, 0, shape.rows() - shape.good());
                good += shape.good();
            }
            awaitEmptyQueue("largest");
            assertThat(scene.broker()
                            .queue(Wire.importQueue("largest"))
                            .path("message_stats")
                            .path("redeliver")
                            .longValue())
                    .as("bodies that came twice, and could count as failed deliveries")
                    .isZero();
            assertThat(worker.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
            assertThat(worker.alive()).isTrue();
        }
        assertThat(scene.database().count("large")).isEqualTo(good);
        assertNothingDeadOrCounted();
    }

    private static LargeBody shape(int number) {
        return LargeBody.values()[number % LargeBody.values().length];
    }

    /** Fails at once where the worker ends, and says what it said. */
    private static Result answer(WorkerProcess worker, String batchId) {
        return await("the answer to " + batchId)
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .failFast("the worker ended: " + worker.log(), () -> !worker.alive())
                .until(() -> scene.results().find(batchId), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void backlogOfSmallBatchesIsWorkedThroughWithAFlatHeap() {
        scene.results().close();
        scene.broker().purge(Wire.RESULTS);
        publishBacklog();
        List<Long> live = new ArrayList<>();
        long start = System.nanoTime();
        try (WorkerProcess worker = scene.fork(busyWorker())) {
            for (int part = 1; part <= 4; part++) {
                int taken = (int) ((long) BACKLOG * part / 4);
                await("%d of %d batches".formatted(taken, BACKLOG))
                        .atMost(Duration.ofHours(1))
                        .failFast("the worker ended", () -> !worker.alive())
                        .until(() -> scene.broker().ready(Wire.importQueue("small")) <= BACKLOG - taken);
                live.add(worker.liveBytes());
                log.info(
                        "{} batches after {} s, {} KiB live",
                        taken,
                        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                        live.getLast() >> 10);
            }
            await().atMost(Duration.ofMinutes(5))
                    .failFast("the worker ended", () -> !worker.alive())
                    .untilAsserted(
                            () -> assertThat(scene.broker().ready(Wire.RESULTS)).isGreaterThanOrEqualTo(BACKLOG));
            awaitEmptyQueue("small");
            live.add(worker.liveBytes());
        }
        assertThat(live).allSatisfy(bytes -> assertThat(bytes).isLessThan(80 * MEBIBYTE));
        assertThat(live.getLast()).isLessThan(live.getFirst() + 8 * MEBIBYTE);
        assertThat(scene.database().count("small")).isEqualTo((long) BACKLOG * BACKLOG_ROWS);
        assertThat(scene.database().queryValue("SELECT COUNT(*) FROM rowcall_batch WHERE batch_id LIKE 'backlog-%'"))
                .isEqualTo((long) BACKLOG);
        for (int i = 0; i < 100; i++) {
            assertThat(scene.broker().get(Wire.RESULTS))
                    .hasValueSatisfying(result -> assertThat(new String(result.getBody(), StandardCharsets.UTF_8))
                            .contains("\"inserted\":%d,".formatted(BACKLOG_ROWS)));
        }
        scene.broker().purge(Wire.RESULTS);
        assertNothingDeadOrCounted();
    }

    private static void publishBacklog() {
        int atOnce = Math.max(1, 1_000 / BACKLOG_ROWS);
        try (Producer producer = Producer.of(scene.broker())) {
            for (int from = 0; from < BACKLOG; from += atOnce) {
                producer.publish(IntStream.range(from, Math.min(from + atOnce, BACKLOG))
                        .mapToObj(SmallHeapIT::ofBacklog)
                        .toList());
            }
        }
    }

    private static BatchMessage ofBacklog(int number) {
        int firstRow = number * BACKLOG_ROWS;
        return batch("small")
                .id("backlog-" + number)
                .rows(BACKLOG_ROWS, i -> new Object[] {"id", firstRow + i, "name", "n" + (firstRow + i)})
                .message();
    }

    @Test
    void workerOutOfMemoryEndsAtOnceAndNothingIsLostOrAppliedTwice() {
        List<String> ids = IntStream.range(0, 200).mapToObj(i -> "kept-" + i).toList();
        BatchMessage[] batches = IntStream.range(0, 200)
                .mapToObj(i -> batch("small")
                        .id(ids.get(i))
                        .row("id", i, "name", "n" + i)
                        .message())
                .toArray(BatchMessage[]::new);
        scene.publish(batches);

        // By its 20th group a worker has left the low gear: many neighbours are in it when it ends.
        assertThat(scene.fork(worker().property("rowcall.receive.group-rows", "10")
                                .exhaustAt(Step.CLAIMED, 19))
                        .awaitExit())
                .isEqualTo(OUT_OF_MEMORY);
        assertThat(scene.fork(worker().exhaustAt(Step.COMMITTED, 3).jvmOption("-XX:-ExitOnOutOfMemoryError"))
                        .awaitExit())
                .isEqualTo(ENDED_BY_AN_ERROR);
        try (WorkerProcess next = scene.fork(worker())) {
            for (String id : ids) {
                assertThat(answer(next, id)).insertedAll(1);
            }
            awaitEmptyQueue("small");
        }
        assertThat(scene.database().count("small")).isEqualTo(200);
        assertNothingDeadOrCounted();
    }

    @Test
    void bodiesTooLargeForTheHeapWaitForALargerOneAndTheirNeighboursAreApplied() {
        scene.publish(
                batch("large").id("before").row("id", 1, "text", "short").message(),
                LargeBody.ONE_WIDE_TEXT.batch("large", "wide", 2),
                LargeBody.ONE_TEXT.batch("large", "plain", 3),
                batch("large").id("after").row("id", 4, "text", "short").message());

        assertThat(scene.fork(worker().heap("64m")).awaitExit()).isEqualTo(OUT_OF_MEMORY);
        try (WorkerProcess next = scene.fork(worker())) {
            for (String id : List.of("before", "wide", "plain", "after")) {
                assertThat(answer(next, id)).insertedAll(1);
            }
            awaitEmptyQueue("large");
        }
        assertThat(scene.database().count("large")).isEqualTo(4);
        assertNothingDeadOrCounted();
    }

    private static void awaitEmptyQueue(String target) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(scene.broker()
                                .queue(Wire.importQueue(target))
                                .path("messages")
                                .longValue())
                        .isZero());
    }

    private static void assertNothingDeadOrCounted() {
        assertThat(scene.broker().drain(Wire.DEAD)).isEmpty();
        assertThat(scene.database().queryRows("SELECT * FROM rowcall_attempt")).isEmpty();
    }
}
