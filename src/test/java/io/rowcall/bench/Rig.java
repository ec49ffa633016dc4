package io.rowcall.bench;

import com.rabbitmq.client.Connection;
import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.apply.Targets;
import io.rowcall.ledger.Holds;
import io.rowcall.testing.Account;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Database;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import io.rowcall.write.RowWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * A schema, a virtual host, and one worker on them or more. Its lanes stand still unless one is resumed.
 */
final class Rig implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Database database;
    private final Broker broker;
    private final QueueWatch queues;
    private final Account account;
    private final Stopwatch stopwatch = new Stopwatch();
    private final List<Worker> workers = new ArrayList<>();

    private final Map<String, String> properties;

    private Rig(Database database, Broker broker, Map<String, String> properties) {
        this.properties = properties;
        this.database = database;
        this.broker = broker;
        this.queues = new QueueWatch(broker);
        this.account = database.account("bench", "ALL ON *");
    }

    /** A rig with one worker as it is by default. */
    static Rig open(String hint) {
        return open(hint, Map.of());
    }

    /** A rig with one worker that is set so. */
    static Rig open(String hint, Map<String, String> properties) {
        Rig rig = new Rig(Database.create(hint), Broker.create(hint), properties);
        try {
            Shape.makeParents(rig.database);
            for (Lane lane : rig.lanes()) {
                Shape.NARROW.makeTable(rig.database, lane.table());
            }
            rig.addWorker();
            for (Lane lane : rig.lanes()) {
                rig.hold(lane);
            }
            return rig;
        } catch (RuntimeException e) {
            rig.close();
            throw e;
        }
    }

    Database database() {
        return database;
    }

    Broker broker() {
        return broker;
    }

    QueueWatch queues() {
        return queues;
    }

    Stopwatch stopwatch() {
        return stopwatch;
    }

    /** The account that the workers use, and nobody else. */
    Account account() {
        return account;
    }

    List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 1; i <= Lane.COUNT; i++) {
            lanes.add(new Lane(i));
        }
        return lanes;
    }

    int workers() {
        return workers.size();
    }

    /** One worker more, in this JVM. */
    void addWorker() {
        WorkerBuilder builder = Worker.on(database, broker)
                .databaseAccount(account)
                .property("rowcall.apply.hold-watch", "100ms")
                .property("logging.level.root", "warn")
                .property("logging.level." + Gate.class.getName(), "error")
                .listener(stopwatch);
        properties.forEach(builder::property);
        lanes().forEach(lane -> builder.target(lane.target(), "table: " + lane.table()));
        workers.add(builder.start());
    }

    /** Stops the worker that was added last. */
    void removeWorker() {
        workers.removeLast().close();
    }

    /** Returns when no worker takes anything for the lane. */
    void hold(Lane lane) {
        workers.getFirst().part(Holds.class).hold(lane.target(), "the benchmark fills the queue");
        await(
                "the target held",
                () -> workers.stream()
                        .allMatch(worker ->
                                worker.part(Gates.class).states().get(lane.target()) instanceof Gate.State.Held));
    }

    /** Lets the workers begin within a moment. */
    void resume(Lane lane) {
        workers.getFirst().part(Holds.class).resume(lane.target());
    }

    /** Makes the workers read the lane's table anew, as they must after it was made anew. */
    void tableIsNew(Lane lane) {
        workers.forEach(worker -> worker.part(RowWriter.class)
                .tableMayHaveChanged(
                        worker.part(Targets.class).find(lane.target()).orElseThrow()));
    }

    /** Forgets all batches, as if none had ever been applied. All lanes must stand still. */
    void emptyLedger() {
        await("nothing left to be sent", () -> database.count("rowcall_outbox") == 0);
        database.execute("TRUNCATE TABLE rowcall_batch", "TRUNCATE TABLE rowcall_failure");
    }

    /** How many batches of a lane's run are in the ledger. */
    long applied(Lane lane, int run) {
        String ids = "run-%06d".formatted(run);
        return ((Number) Objects.requireNonNull(database.queryValue(
                        "SELECT COUNT(*) FROM rowcall_batch b JOIN rowcall_target t USING (target_id)"
                                + " WHERE t.name = ? AND b.batch_id BETWEEN ? AND ?",
                        lane.target(),
                        ids,
                        ids + "~")))
                .longValue();
    }

    /** What decides figures, as name and value. */
    Map<String, String> environment() throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("java", Runtime.version().toString());
        environment.put(
                "mysql",
                database.queryValue("SELECT VERSION()") + " at "
                        + database.server().host() + ":" + database.server().port());
        database.queryRows(
                        "SELECT @@innodb_flush_log_at_trx_commit innodb_flush_log_at_trx_commit, @@sync_binlog sync_binlog,"
                                + " @@innodb_doublewrite innodb_doublewrite,"
                                + " @@innodb_buffer_pool_size DIV 1048576 innodb_buffer_pool_mib")
                .getFirst()
                .forEach((name, value) -> environment.put(name, String.valueOf(value)));
        try (Connection connection = broker.connect()) {
            environment.put(
                    "rabbitmq",
                    connection.getServerProperties().get("version") + " at " + broker.host() + ":" + broker.port());
        }
        return environment;
    }

    /** Waits for what comes soon or never. */
    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    @Override
    public void close() {
        workers.reversed().forEach(Worker::close);
        broker.close();
        database.close();
    }
}
