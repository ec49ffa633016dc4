package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The database is away for longer than a moment: batches wait at no cost to anybody, and are applied soon after it is
 * back. {@code -Drowcall.test.outage=PT10M} makes it minutes.
 */
class LongOutageIT {

    private static final Duration OUTAGE = Duration.parse(System.getProperty("rowcall.test.outage", "PT12S"));
    private static final int BATCHES = 60;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static Scene scene;
    private static FaultProxy proxy;

    @BeforeAll
    static void open() {
        scene = Scene.create("long-outage");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        proxy = FaultProxy.to(scene.database().server());
    }

    @AfterAll
    static void close() {
        scene.close();
        proxy.close();
    }

    @Test
    void batchesWaitThroughALongOutageWithoutACountAgainstThemAndWithoutABusyLoop() {
        WorkerProcess worker = scene.fork(scene.worker()
                        .target("users", "table: users")
                        .property(
                                "spring.datasource.url",
                                scene.database().through(proxy).url())
                        .property("spring.datasource.hikari.connection-timeout", "1000")
                        .property("rowcall.apply.longest-pause", LONGEST_PAUSE.toSeconds() + "s"))
                .awaitReady();
        BatchMessage first = users(BATCHES);
        scene.publish(first);
        assertThat(scene.results().await(first)).insertedAll(1);

        proxy.refuse();
        List<BatchMessage> batches =
                IntStream.range(0, BATCHES).mapToObj(LongOutageIT::users).toList();
        scene.publish(batches.toArray(BatchMessage[]::new));
        worker.awaitLog("Target users is held: ");
        int tries = triesOf(worker);
        Duration busy = worker.cpuTime();
        Awaitility.await("the outage")
                .pollDelay(OUTAGE)
                .atMost(OUTAGE.plusMinutes(1))
                .until(() -> true);
        tries = triesOf(worker) - tries;
        busy = worker.cpuTime().minus(busy);
        System.out.println(
                "In an outage of " + OUTAGE + " the worker tried " + tries + " times and took " + busy + " of CPU");

        assertThat(scene.results().soFar()).as("answers").hasSize(1);
        // One message is tried at the end of each pause; pauses double from 1 s up to the longest.
        assertThat(tries).as("tries").isBetween(1, Math.toIntExact(OUTAGE.toSeconds()) + 2);
        assertThat(busy).as("CPU time in the outage").isLessThan(OUTAGE.dividedBy(4));
        assertThat(waitingAndUncounted()).as("waiting batches").isEqualTo(BATCHES);

        proxy.restore();
        Duration soon = LONGEST_PAUSE.plusSeconds(8);
        batches.forEach(
                batch -> assertThat(scene.results().within(soon).await(batch)).insertedAll(1));
        assertThat(scene.database().count("users")).isEqualTo(BATCHES + 1);
        assertThat(scene.database().count("rowcall_attempt")).isZero();
        assertThat(scene.broker().ready(Wire.DEAD)).isZero();
        assertThat(scene.broker().ready(Wire.DROPPED)).isZero();
    }

    private static BatchMessage users(int id) {
        return batch("users").row("id", id, "name", "n").message();
    }

    private static int triesOf(WorkerProcess worker) {
        return (int) worker.log().stream()
                .filter(line -> line.contains("Target users is held: "))
                .count();
    }

    /** Whatever the one try at a time leaves in the queue, all at once; none may have a delivery count. */
    private static int waitingAndUncounted() {
        List<GetResponse> waiting = Awaitility.await("no try is going on")
                .pollInterval(Duration.ofMillis(200))
                .atMost(LONGEST_PAUSE.plusSeconds(20))
                .until(() -> scene.broker().peekAll(Wire.importQueue("users")), all -> all.size() == BATCHES);
        assertThat(waiting)
                .allSatisfy(message -> assertThat(message.getProps().getHeaders())
                        .satisfiesAnyOf(
                                headers -> assertThat(headers).isNull(),
                                headers -> assertThat(headers).doesNotContainKey("x-delivery-count")));
        return waiting.size();
    }
}
