package io.rowcall.faults;

import io.rowcall.testing.Account;
import io.rowcall.testing.BreakableServers;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Database;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import io.rowcall.testing.WorkerProcess;
import java.time.Duration;
import java.util.Optional;

/** Servers, links and workers, and what can be done to them. Closing it ends workers and links, and leaves
 * the servers as they are. */
final class Stage implements AutoCloseable {

    private final BreakableServers servers;
    private final Database database;
    private final Broker broker;
    private final FaultProxy databaseLink;
    private final FaultProxy brokerLink;
    private final Account workersAccount;
    private final Answers answers;
    private final Fleet fleet;

    Stage(BreakableServers servers, int workers, Optional<Sabotage> sabotage, Books books) {
        this.servers = servers;
        this.database = Database.create(servers.mysql(), "faults");
        this.broker = Broker.create(servers.rabbit(), "faults");
        this.databaseLink = FaultProxy.to(servers.mysql());
        this.brokerLink = FaultProxy.to(servers.rabbit());
        Destination.createAll(database);
        database.migrate();
        this.workersAccount = database.account("faults", "SELECT, INSERT, UPDATE, DELETE, TRIGGER ON *");
        this.answers = new Answers(broker, books);
        this.fleet = new Fleet(workers, () -> fork(sabotage), this::someBatchEndedTwoWorkers);
    }

    /** One more would be its third, and it would rightly be refused as poison. */
    private boolean someBatchEndedTwoWorkers() {
        try {
            return !database.queryColumn("SELECT 1 FROM rowcall_attempt WHERE attempts >= 2"
                            // Attempts whose end could not be told to the database stay.
                            + " AND counted_at > UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE LIMIT 1")
                    .isEmpty();
        } catch (IllegalStateException e) {
            // While the database is away nothing is counted either.
            return false;
        }
    }

    private WorkerProcess fork(Optional<Sabotage> sabotage) {
        WorkerBuilder worker = Worker.on(database.through(databaseLink), broker.through(brokerLink))
                .databaseAccount(workersAccount)
                .property("rowcall.schema.migrate", "false")
                .property("rowcall.apply.first-pause", "200ms")
                .property("rowcall.apply.longest-pause", "2s")
                .property("rowcall.result.confirm-timeout", "5s")
                .property("rowcall.result.relay-after", "5s")
                // The least that frees a link which has fallen silent in seconds instead of a minute.
                .property("spring.rabbitmq.requested-heartbeat", "3s")
                .initializer(Halter.class);
        for (Destination destination : Destination.values()) {
            destination.configure(worker);
        }
        sabotage.ifPresent(
                which -> worker.initializer(Saboteur.class).jvmOption("-D" + Saboteur.SABOTAGE + "=" + which));
        return worker.fork();
    }

    BreakableServers servers() {
        return servers;
    }

    Database database() {
        return database;
    }

    Broker broker() {
        return broker;
    }

    /** The broker as workers and producers reach it. */
    Broker linkedBroker() {
        return broker.through(brokerLink);
    }

    FaultProxy databaseLink() {
        return databaseLink;
    }

    FaultProxy brokerLink() {
        return brokerLink;
    }

    Account workersAccount() {
        return workersAccount;
    }

    Fleet fleet() {
        return fleet;
    }

    /** Waits until some more batches were applied, or until that takes too long. */
    void awaitWork() throws InterruptedException {
        long before = database.count("rowcall_batch");
        Pace.await(Duration.ofSeconds(5), () -> database.count("rowcall_batch") > before + 5);
    }

    Answers answers() {
        return answers;
    }

    /** Ends whatever fault still goes on. Takes seconds also where there is none. */
    void repair() {
        databaseLink.restore();
        brokerLink.restore();
        servers.repair();
    }

    @Override
    public void close() {
        fleet.close();
        answers.close();
        databaseLink.close();
        brokerLink.close();
        broker.close();
        database.close();
    }
}
