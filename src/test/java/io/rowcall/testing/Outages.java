package io.rowcall.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Wire;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * What has to hold whatever keeps a worker from applying batches that have no fault: no row fails, nothing is
 * dead-lettered or counted against, none is tried in a hot loop, the target says why it is held, and goes on by itself
 * when the cause is gone.
 */
public final class Outages implements Steps.Listener {

    private static final Duration POLL = Duration.ofMillis(20);

    /** Between the end of the cause and the last answer. Much longer than the longest pause of any worker here. */
    private static final Duration RESUMPTION = Duration.ofSeconds(15);

    /** Groups that the workers watched began, of each target. */
    private final Map<String, Integer> begun = new ConcurrentHashMap<>();

    private final Scene scene;
    private final Duration firstPause;

    /** @param firstPause how long a target is held at least */
    public Outages(Scene scene, Duration firstPause) {
        this.scene = scene;
        this.firstPause = firstPause;
    }

    /** Has a worker that is yet to be started pause so long, and watches how often it tries. */
    public WorkerBuilder watch(WorkerBuilder worker, Duration longestPause) {
        return worker.property("rowcall.apply.first-pause", firstPause.toMillis() + "ms")
                .property("rowcall.apply.longest-pause", longestPause.toMillis() + "ms")
                .listener(this);
    }

    @Override
    public void reached(Step step, String target) {
        if (step == Step.RECEIVED) {
            begun.merge(target, 1, Integer::sum);
        }
    }

    /**
     * Cause, hold, cure, and every row goes in.
     *
     * @param why part of what the target says while it is held
     * @param batches without a fault, for one target, published when the cause is there
     */
    public void overcome(Worker worker, String why, Runnable cause, Runnable cure, BatchMessage... batches) {
        String target = batches[0].target();
        cause.run();
        int before = begun(target);
        long since = System.nanoTime();
        try {
            scene.publish(batches);

            awaitHeld(worker, target, why);
            assertGivenBackUncounted(target);
            for (BatchMessage batch : batches) {
                assertUnanswered(batch);
            }
            // The batches at first, then one at the end of each pause.
            long pauses = Duration.ofNanos(System.nanoTime() - since).dividedBy(firstPause);
            assertThat((long) begun(target) - before).as("tries").isLessThanOrEqualTo(batches.length + 1 + pauses);
        } finally {
            cure.run();
        }

        Awaitility.await("all is answered soon after the cause is gone")
                .atMost(RESUMPTION)
                .pollInterval(POLL)
                .until(() -> Arrays.stream(batches)
                        .allMatch(batch -> scene.results().find(batch.id()).isPresent()));
        for (BatchMessage batch : batches) {
            Result result = scene.results().await(batch);
            assertThat(result).insertedAll(result.counts().rows());
        }
        Awaitility.await("open again").pollInterval(POLL).until(() -> state(worker, target) instanceof Gate.State.Open);
        assertNothingIsBlamed(target);
    }

    /** Waits until the worker holds the target and says why. */
    public void awaitHeld(Worker worker, String target, String why) {
        Awaitility.await(target + " is held, since " + why)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(POLL)
                .until(
                        () -> state(worker, target),
                        state -> state instanceof Gate.State.Held held
                                && held.why().contains(why));
    }

    /** RabbitMQ counts deliveries that failed, and would drop a batch for them; giving back is none. */
    public void assertGivenBackUncounted(String target) {
        GetResponse givenBack = Awaitility.await("given back")
                .until(
                        () -> scene.broker().peek(Wire.importQueue(target)),
                        first -> first.isPresent() && first.get().getEnvelope().isRedeliver())
                .orElseThrow();
        Map<String, Object> headers = givenBack.getProps().getHeaders();
        assertThat(headers == null ? null : headers.get("x-delivery-count")).isNull();
    }

    public void assertUnanswered(BatchMessage batch) {
        assertThat(scene.results().soFar()).noneMatch(result -> batch.id().equals(result.batchId()));
    }

    private void assertNothingIsBlamed(String target) {
        assertThat(scene.broker().ready(Wire.DEAD)).as("dead letters").isZero();
        assertThat(scene.broker().ready(Wire.DROPPED)).as("dropped batches").isZero();
        assertThat(scene.database()
                        .count("rowcall_attempt WHERE target_id = (SELECT target_id FROM rowcall_target WHERE name = '"
                                + target + "')"))
                .as("counted attempts")
                .isZero();
    }

    private int begun(String target) {
        return begun.getOrDefault(target, 0);
    }

    private static Gate.State state(Worker worker, String target) {
        return worker.part(Gates.class).states().get(target);
    }
}
