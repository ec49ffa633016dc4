package io.rowcall.bench;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The parts that no way of a batch can do without, one after another on raw connections: the batch is published and
 * confirmed; its id and its rows are inserted and committed; a result is published and confirmed.
 */
final class BareTrip implements Trip {

    private static final String TABLE = "bench_bare";
    private static final String LEDGER = "bench_bare_ledger";
    private static final String BATCHES = "bench.bare.batches";
    private static final String RESULTS = "bench.bare.results";
    private static final long CONFIRM_MILLIS = 10_000;
    private static final byte[] RESULT = "r".repeat(350).getBytes(StandardCharsets.UTF_8);

    private final Rig rig;
    private final Workload workload;
    private final Connection database;
    private final PreparedStatement claim;
    private final BulkWay.Load rows;
    private final Channel channel;

    BareTrip(Rig rig, BareConnections connections, Workload workload) {
        this.rig = rig;
        this.workload = workload;
        workload.makeTable(rig.database(), TABLE);
        rig.database().execute("DROP TABLE IF EXISTS " + LEDGER, "CREATE TABLE " + LEDGER + " LIKE rowcall_batch");
        for (String queue : new String[] {BATCHES, RESULTS}) {
            rig.broker().declareQueue(queue, Map.of("x-queue-type", "quorum"));
        }
        try {
            database = connections.first(1).getFirst();
            claim = database.prepareStatement("INSERT INTO " + LEDGER
                    + " (target_id, batch_id, content_hash, row_count, inserted, updated, unchanged, failed, pages, applied_at)"
                    + " VALUES (1, ?, REPEAT('h', 32), 10, 10, 0, 0, 0, 1, UTC_TIMESTAMP(3))");
            rows = BulkWay.INSERT.open(database, TABLE, workload.feed().shape().columns());
            channel = rig.broker().connect().createChannel();
            channel.confirmSelect();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long send(int number) throws IOException, InterruptedException {
        BulkWay.Part part = new BulkWay.Part(workload.batch(number), new byte[0]);
        String id = Workload.batchId(0, number);
        long start = System.nanoTime();
        try {
            publish(BATCHES, id, workload.bodies().get(number));
            claim.setString(1, id);
            claim.executeUpdate();
            rows.put(part);
            database.commit();
            publish(RESULTS, id, RESULT);
        } catch (SQLException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return System.nanoTime() - start;
    }

    private void publish(String queue, String id, byte[] body)
            throws IOException, InterruptedException, TimeoutException {
        channel.basicPublish("", queue, true, Trip.persistent(id), body);
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    @Override
    public void requireAll(Workload sent) {
        sent.requireIn(rig.database(), TABLE);
    }

    @Override
    public void close() {
        channel.getConnection().abort();
        try {
            claim.close();
            rows.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
