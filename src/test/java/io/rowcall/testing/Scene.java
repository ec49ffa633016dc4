package io.rowcall.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Where a test plays: a schema, a virtual host, a producer, the results, and the workers started on them. Closing it
 * stops the workers first.
 */
public final class Scene implements AutoCloseable {

    private final Database database;
    private final Broker broker;
    private final Results results;
    private final List<BatchMessage> published = new ArrayList<>();
    private final Deque<AutoCloseable> workers = new ArrayDeque<>();
    private @Nullable Producer producer;

    private Scene(Database database, Broker broker) {
        this.database = database;
        this.broker = broker;
        this.results = Results.of(broker);
    }

    /** A scene on the shared servers. */
    public static Scene create(String hint) {
        return new Scene(Database.create(hint), Broker.create(hint));
    }

    /** A scene on servers that the test may break. */
    public static Scene create(BreakableServers servers, String hint) {
        return new Scene(Database.create(servers.mysql(), hint), Broker.create(servers.rabbit(), hint));
    }

    /** A scene on the shared database and a cluster that the test may break. */
    public static Scene create(RabbitCluster cluster, String hint) {
        return new Scene(Database.create(hint), Broker.create(cluster.from(0), hint));
    }

    /** A scene on servers of the test's own. */
    public static Scene create(MySqlServer mysql, RabbitServer rabbit, String hint) {
        return new Scene(Database.create(mysql, hint), Broker.create(rabbit, hint));
    }

    public Database database() {
        return database;
    }

    public Broker broker() {
        return broker;
    }

    public Results results() {
        return results;
    }

    /** A worker to be configured; start it with {@link #start} or {@link #fork}. */
    public WorkerBuilder worker() {
        return Worker.on(database, broker);
    }

    /** Starts a worker that the scene stops at its end. */
    public Worker start(WorkerBuilder builder) {
        Worker worker = builder.start();
        workers.push(worker);
        return worker;
    }

    /** Starts a worker in its own JVM that the scene kills at its end. */
    public WorkerProcess fork(WorkerBuilder builder) {
        WorkerProcess worker = builder.fork();
        workers.push(worker);
        return worker;
    }

    /** Publishes with confirms; the target's queue must have been declared. */
    public void publish(BatchBuilder... batches) {
        BatchMessage[] messages = new BatchMessage[batches.length];
        for (int i = 0; i < batches.length; i++) {
            messages[i] = batches[i].message();
        }
        publish(messages);
    }

    /** Publishes with confirms; the target's queue must have been declared. */
    public void publish(BatchMessage... batches) {
        producer().publish(batches);
        published.addAll(List.of(batches));
    }

    /** Publishes the batch and waits for its result. */
    public Result send(BatchBuilder batch) {
        BatchMessage message = batch.message();
        publish(message);
        return results.await(message);
    }

    /** Waits until no batch is left in a queue of those published to, none is being tried, and every result is out. */
    public void awaitNothingLeftToDo() {
        Awaitility.await("nothing is left to do").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (String target : published.stream().map(BatchMessage::target).collect(Collectors.toSet())) {
                assertThat(broker.ready(Wire.importQueue(target))).as(target).isZero();
            }
            // A relay that was killed keeps its lease for two minutes; what it leased had been sent or is sent then.
            assertThat(database.queryColumn("""
                            SELECT CAST(batch_id AS CHAR) FROM rowcall_outbox WHERE leased_until IS NULL""")).isEmpty();
            assertThat(database.queryRows("SELECT CAST(batch_id AS CHAR) AS batch, attempts FROM rowcall_attempt"))
                    .isEmpty();
        });
    }

    /** All batches published so far, repeats too. */
    public List<BatchMessage> published() {
        return List.copyOf(published);
    }

    @Override
    public void close() {
        workers.forEach(Scene::closeQuietly);
        closeQuietly(results);
        if (producer != null) {
            closeQuietly(producer);
        }
        closeQuietly(broker);
        closeQuietly(database);
    }

    private Producer producer() {
        if (producer == null || !producer.open()) {
            producer = Producer.of(broker);
        }
        return producer;
    }

    /** What a broken server can't clear away goes with its container. */
    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            RecentLog.add("not closed: " + closeable + ": " + e);
        }
    }
}
