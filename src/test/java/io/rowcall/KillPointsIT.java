package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Step;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.Results;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import io.rowcall.testing.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A worker killed between any two steps: the next one leaves every batch applied once and answered. As many targets as there
 * are steps each come to a stand at one of them, then SIGKILL ends the worker in the middle of all. Which target stands
 * where, at which of its groups, and what the batches are, a seed decides.
 *
 * <p>{@code -Drowcall.test.kill-seeds=100} tries so many instead of 10; {@code -Drowcall.test.kill-seed=N} begins with N.
 */
class KillPointsIT {

    private static final int SEEDS = Integer.getInteger("rowcall.test.kill-seeds", 10);
    private static final long FIRST_SEED = Long.getLong("rowcall.test.kill-seed", 1);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final List<String> TARGETS = IntStream.range(0, Step.values().length)
            .mapToObj(number -> "kill" + number)
            .toList();

    /** So many deliveries come one by one, since a worker starts in low gear; then groups have several. */
    private static final int SINGLES = 16;

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.create("kill");
        TARGETS.forEach(target -> scene.database()
                .execute("CREATE TABLE " + target + " (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)"));
        // Makes the queues, so that there is something to publish to while no worker runs.
        scene.start(worker()).stop();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    /** A seed that failed leaves to the next one what its workers did not get done. */
    @BeforeEach
    void clear() {
        for (String target : TARGETS) {
            scene.broker().purge(Wire.importQueue(target));
            scene.database().execute("TRUNCATE " + target);
        }
        scene.broker().purge(Wire.DEAD);
        scene.database().execute("TRUNCATE rowcall_attempt", "TRUNCATE rowcall_outbox");
    }

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    private static WorkerBuilder worker() {
        WorkerBuilder worker = scene.worker();
        TARGETS.forEach(target -> worker.target(target, "table: " + target));
        return worker;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void killedWorkerLosesNothingAndAppliesNothingTwice(long seed) {
        Random random = new Random(seed);
        List<Work> all = TARGETS.stream()
                .map(target -> new Work(target, seed, random.nextInt(4) == 0))
                .toList();

        List<Step> steps = new ArrayList<>(List.of(Step.values()));
        Collections.shuffle(steps, random);
        killWhereAllStand(all, steps, random);

        WorkerBuilder heir = worker().property("rowcall.result.relay-after", "1s")
                .property("rowcall.result.relay-interval", "500ms");
        // Each seed reads results anew: every look goes through all that came.
        try (Worker next = scene.start(heir);
                Results results = Results.of(scene.broker())) {
            all.forEach(work -> work.awaitAnswers(results));
            scene.awaitNothingLeftToDo();
        }
        all.forEach(Work::checkTable);
        assertThat(scene.broker().drain(Wire.DEAD))
                .extracting(dead -> dead.getProps().getMessageId())
                .containsAll(all.stream().flatMap(work -> work.broken.stream()).toList())
                .allSatisfy(id -> assertThat(id).contains("broken"));
    }

    private static void killWhereAllStand(List<Work> all, List<Step> steps, Random random) {
        WorkerBuilder doomed = worker().property("rowcall.receive.consumers", String.valueOf(1 + random.nextInt(3)))
                .property("rowcall.schema.migrate", "false")
                .property("spring.main.web-application-type", "none");
        for (int i = 0; i < all.size(); i++) {
            Step step = steps.get(i);
            Work work = all.get(i);
            int skip = switch (step) {
                // These are not reached once for each transaction.
                case RECEIVED, COUNTED, FORGOTTEN -> 0;
                case DEAD_LETTERED -> random.nextInt(3);
                default -> work.many ? SINGLES : random.nextInt(3);
            };
            if (step == Step.DEAD_LETTERED) {
                // Of those only that can't be read.
                work.publishBroken(skip + 1);
            }
            // One more than are passed by, at least: each of those is a transaction of its own.
            work.publish(skip + 1 + random.nextInt(work.many ? 3 * SINGLES : 4), random);
            if (step == Step.COUNTED) {
                // Only what comes back is counted.
                scene.broker().deliverInVain(Wire.importQueue(work.target));
            }
            doomed.standAt(work.target, step, skip);
        }
        try (WorkerProcess worker = scene.fork(doomed)) {
            // More for those that go on: how many transactions batches make depends on which are there together, and
            // what one target's results are forgotten with may be another's transaction, which stands uncommitted.
            Awaitility.await("all stand")
                    .pollInterval(Duration.ofMillis(250))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> {
                        List<String> standing = worker.stands();
                        all.stream()
                                .filter(work -> standing.stream().noneMatch(line -> line.startsWith(work.target + " ")))
                                .forEach(Work::publishOne);
                        assertThat(standing).hasSameSizeAs(all);
                    });
            worker.kill();
        }
    }

    /** What one target was sent under one seed, and what has to become of it. */
    private static final class Work {

        private final String target;
        private final long seed;

        /** Enough for groups of several, and all of them applied. */
        private final boolean many;

        private final List<String> complete = new ArrayList<>();
        private final List<String> partial = new ArrayList<>();
        private final List<String> empty = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();
        private final List<Integer> rows = new ArrayList<>();
        private int nextRow;

        Work(String target, long seed, boolean many) {
            this.target = target;
            this.seed = seed;
            this.many = many;
        }

        /** Batches of which so many are applied, and among them some that are not, or that are sent twice. */
        void publish(int applied, Random random) {
            List<BatchBuilder> batches = new ArrayList<>();
            for (int i = 0; i < applied; i++) {
                batches.add(
                        switch (random.nextInt(8)) {
                            case 0 -> batch(target).id(id("empty", empty));
                            case 1, 2 ->
                                batch(target)
                                        .id(id("partial", partial))
                                        .row("id", nextRow + 1_000_000, "name", null)
                                        .row("id", row(), "name", "kept");
                            default -> whole();
                        });
            }
            if (!many && random.nextBoolean()) {
                // Not the first one, which may be delivered in vain: of a batch that is refused no attempt is counted.
                batches.add(1 + random.nextInt(batches.size()), broken());
            }
            if (random.nextBoolean()) {
                batches.add(batches.get(random.nextInt(batches.size())));
            }
            scene.publish(batches.toArray(BatchBuilder[]::new));
        }

        void publishOne() {
            scene.publish(whole());
        }

        void publishBroken(int count) {
            for (int i = 0; i < count; i++) {
                scene.publish(broken());
            }
        }

        private BatchBuilder broken() {
            return batch(target).id(id("broken", broken)).body("{");
        }

        private BatchBuilder whole() {
            return batch(target)
                    .id(id("complete", complete))
                    .row("id", row(), "name", "a")
                    .row("id", row(), "name", "b");
        }

        private String id(String kind, List<String> kept) {
            String id = target + "-" + seed + "-" + kind + "-" + kept.size();
            kept.add(id);
            return id;
        }

        private int row() {
            rows.add(nextRow);
            return nextRow++;
        }

        void awaitAnswers(Results results) {
            complete.forEach(id -> assertThat(results.await(id)).insertedAll(2));
            partial.forEach(
                    id -> assertThat(results.await(id)).counts(2, 1, 0, 0, 1).rowFailed(0, ReasonCode.NOT_NULL));
            empty.forEach(id -> assertThat(results.await(id)).insertedAll(0));
            broken.forEach(id -> assertThat(results.await(id)).isRefused(RefusalCode.MALFORMED));
        }

        void checkTable() {
            assertThat(scene.database().queryColumn("SELECT id FROM " + target + " ORDER BY id"))
                    .isEqualTo(rows);
        }
    }
}
