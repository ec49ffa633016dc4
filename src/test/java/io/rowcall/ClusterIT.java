package io.rowcall;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Wire;
import io.rowcall.publish.PublishOutcome;
import io.rowcall.testing.Load;
import io.rowcall.testing.LogCapture;
import io.rowcall.testing.RabbitCluster;
import io.rowcall.testing.Scene;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three brokers of which some die or lose sight of each other while batches flow: none is lost, none is applied twice,
 * all are answered, none is refused, and the flow does not stop for long. Worker and producer are given all three
 * addresses and start at the same one, which leads the queues then.
 */
class ClusterIT {

    private static final Duration LONGEST_GAP = Duration.ofSeconds(60);
    private static final Duration CONFIRM = Duration.ofSeconds(8);
    private static final String QUEUE = Wire.importQueue("users");
    private static final int FIRST = 0;

    /** Of a worker's log, and of a publisher's, in each second. */
    private static final int LINES = 5;

    private static RabbitCluster cluster;
    private static Scene scene;

    private Load load;

    @BeforeAll
    static void open() {
        cluster = RabbitCluster.start();
        scene = Scene.create(cluster, "cluster");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        scene.start(scene.worker()
                .target("users", "table: users")
                .property("rowcall.apply.first-pause", "100ms")
                .property("rowcall.apply.longest-pause", "1s")
                .property("rowcall.result.confirm-timeout", "8s"));
    }

    @AfterAll
    static void close() {
        if (scene != null) {
            scene.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void flow() {
        load = Load.start(scene.broker(), "users", CONFIRM);
        load.awaitConfirmed(50);
    }

    @AfterEach
    void end() {
        load.close();
        cluster.repair();
    }

    @Test
    void killedLeaderLosesNothing() {
        int leader = cluster.leaderOf(scene.broker().vhost(), QUEUE, FIRST);
        cluster.kill(leader);
        load.awaitConfirmed(100);
        cluster.startAgain(leader);
        cluster.awaitWhole();

        assertAllIsAppliedOnceAndAnswered();
    }

    @Test
    void restartOfOneNodeAfterTheOtherLosesNothing() {
        for (int node = 0; node < 3; node++) {
            cluster.stop(node);
            cluster.startAgain(node);
            cluster.awaitWhole();
        }

        assertAllIsAppliedOnceAndAnswered();
    }

    @Test
    void clientsOfTheMajorityGoOnWhileANodeIsCutOff() {
        Set<Integer> taken = nodesOf("rowcall-publish");
        taken.addAll(nodesOf("rabbitConnectionFactory"));
        int free = IntStream.of(0, 1, 2)
                .filter(node -> !taken.contains(node))
                .findFirst()
                .orElse(2);
        cluster.cutOff(free);
        cluster.awaitRunning((free + 1) % 3, 2);
        load.awaitConfirmed(100);
        cluster.rejoin(free);
        cluster.awaitWhole();

        assertAllIsAppliedOnceAndAnswered();
    }

    @Test
    void clientsOfANodeThatIsCutOffMoveToTheMajority() {
        int cutOff = nodesOf("rabbitConnectionFactory#").iterator().next();
        load.close();
        load = Load.start(scene.broker().at(cluster.from(cutOff)), "users", CONFIRM);
        load.awaitConfirmed(50);
        assertThat(nodesOf("rowcall-publish")).contains(cutOff);
        int majority = (cutOff + 1) % 3;

        cluster.cutOff(cutOff);
        cluster.awaitRunning(majority, 2);
        load.awaitConfirmed(100);
        long confirmed = (long) Load.ROWS * load.confirmed();
        Awaitility.await("the worker goes on")
                .atMost(LONGEST_GAP)
                .until(() -> scene.database().count("users WHERE " + load.rowsOfIt()) > confirmed);
        cluster.rejoin(cutOff);
        cluster.awaitWhole();

        assertAllIsAppliedOnceAndAnswered();
    }

    /** It still knows its consumers, and sees no message that waits for them, since those are published elsewhere. */
    @Test
    void idleWorkerLeavesALeaderThatIsCutOff() {
        assertAllIsAppliedOnceAndAnswered();
        load.close();
        int cutOff = nodesOf("rabbitConnectionFactory#").iterator().next();
        int majority = (cutOff + 1) % 3;
        cluster.lead(scene.broker().vhost(), QUEUE, cutOff);

        cluster.cutOff(cutOff);
        cluster.awaitRunning(majority, 2);
        load = Load.start(scene.broker().at(cluster.from(majority)), "users", CONFIRM);
        load.awaitConfirmed(50);
        Awaitility.await("the worker goes on")
                .atMost(LONGEST_GAP)
                .until(() -> scene.database().count("users WHERE " + load.rowsOfIt()) > 0);
        cluster.rejoin(cutOff);
        cluster.awaitWhole();

        assertAllIsAppliedOnceAndAnswered();
    }

    @Test
    void lossOfTheMajorityIsWaitedFor() {
        long since = System.nanoTime();
        try (LogCapture log = LogCapture.begin()) {
            cluster.kill(1);
            cluster.kill(2);
            Awaitility.await("the rest is no majority")
                    .pollDelay(Duration.ofSeconds(3))
                    .until(() -> true);
            cluster.startAgain(1);
            cluster.startAgain(2);
            cluster.awaitWhole();
            Duration lasted = Duration.ofNanos(System.nanoTime() - since);
            assertThat(log.events()).as("lines of log in " + lasted).hasSizeLessThan((int)
                    (LINES * lasted.toSeconds()));
        }
        load.awaitConfirmed(50);

        assertAllIsAppliedOnceAndAnswered();
    }

    private static Set<Integer> nodesOf(String connectionName) {
        // The management's numbers lag behind a new connection.
        return Awaitility.await("connections " + connectionName)
                .until(() -> cluster.nodesOf(scene.broker().vhost(), connectionName, FIRST), found -> !found.isEmpty());
    }

    private void assertAllIsAppliedOnceAndAnswered() {
        load.finish();
        assertThat(load.outcomes())
                .hasSameSizeAs(load.ids())
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(PublishOutcome.Confirmed.class));
        // A subscription by way of a node that was cut off may have ended without a word.
        scene.results().close();
        load.ids().forEach(id -> assertThat(scene.results().await(id)).insertedAll(Load.ROWS));
        assertThat(scene.database().count("users WHERE " + load.rowsOfIt()))
                .isEqualTo((long) Load.ROWS * load.ids().size());
        Awaitility.await("nothing is left to do").atMost(LONGEST_GAP).untilAsserted(() -> {
            assertThat(scene.broker().ready(QUEUE)).isZero();
            assertThat(scene.database().count("rowcall_attempt")).isZero();
        });
        assertThat(scene.broker().ready(Wire.DEAD)).as("dead letters").isZero();
        assertThat(load.longestGap()).isLessThan(LONGEST_GAP);
    }
}
