package io.rowcall.bench;

import io.rowcall.testing.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A bare program: rows that are in memory already go into a table, and nothing else is done. Each
 * connection takes the next part when it is done with one, and commits every {@value #COMMIT_ROWS} rows.
 */
final class BareRun implements Contender {

    /** Rows in a transaction: the default of {@code rowcall.receive.group-rows}. */
    private static final int COMMIT_ROWS = 4_000;

    private static final String TABLE = "bench_bare";

    private final String name;
    private final Database database;
    private final BareConnections connections;
    private final Bulk bulk;
    private final Workload workload;

    BareRun(String name, Database database, BareConnections connections, Bulk bulk, Workload workload) {
        this.name = name;
        this.database = database;
        this.connections = connections;
        this.bulk = bulk;
        this.workload = workload;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(int number) {}

    @Override
    public Rate run(int number) throws InterruptedException {
        workload.makeTable(database, TABLE);
        Queue<BulkWay.Part> parts = new ConcurrentLinkedQueue<>(bulk.way().parts(workload.rows()));
        List<Future<?>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(bulk.connections())) {
            List<Connection> open = connections.first(bulk.connections());
            Taken start = Taken.now();
            open.forEach(connection -> ends.add(threads.submit(() -> {
                load(connection, parts);
                return null;
            })));
            for (Future<?> end : ends) {
                end.get();
            }
            Taken taken = Taken.now().since(start);
            workload.requireIn(database, TABLE);
            return new Rate(workload.rows().size(), taken);
        } catch (SQLException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void load(Connection connection, Queue<BulkWay.Part> parts) throws SQLException {
        try (BulkWay.Load load =
                bulk.way().open(connection, TABLE, workload.feed().shape().columns())) {
            int uncommitted = 0;
            for (BulkWay.Part part = parts.poll(); part != null; part = parts.poll()) {
                load.put(part);
                uncommitted += part.rows().size();
                if (uncommitted >= COMMIT_ROWS) {
                    connection.commit();
                    uncommitted = 0;
                }
            }
            connection.commit();
        }
    }
}
