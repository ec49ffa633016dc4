package io.rowcall.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DeliverCallback;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a client's publish of a batch until the client has its result, by way of the worker. */
final class RowcallTrip implements Trip {

    private static final Lane LANE = new Lane(1);
    private static final Duration SETTLED = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final JsonMapper JSON = new JsonMapper();

    private record Arrived(long nanos, byte[] body) {}

    private final Rig rig;
    private final List<BatchMessage> messages;
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final Channel publishing;
    private final Channel subscribing;

    /** Takes some seconds: the worker should know its table for a while. */
    RowcallTrip(Rig rig, Workload workload, int run) throws InterruptedException {
        this.rig = rig;
        this.messages = workload.messages(LANE.target(), run);
        workload.makeTable(rig.database(), LANE.table());
        rig.tableIsNew(LANE);
        rig.queues().purge(Wire.RESULTS);
        TimeUnit.NANOSECONDS.sleep(SETTLED.toNanos());
        try {
            publishing = rig.broker().connect().createChannel();
            publishing.confirmSelect();
            subscribing = rig.broker().connect().createChannel();
            DeliverCallback callback = (tag, delivery) -> {
                arrived.add(new Arrived(System.nanoTime(), delivery.getBody()));
                subscribing.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            };
            subscribing.basicConsume(Wire.RESULTS, callback, tag -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rig.resume(LANE);
    }

    @Override
    public long send(int number) throws IOException, InterruptedException {
        BatchMessage message = messages.get(number);
        long start = System.nanoTime();
        publishing.basicPublish(Wire.IMPORTS, LANE.target(), true, message.properties(), message.body());
        Arrived result = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (result == null) {
            throw new IllegalStateException("no result for batch " + message.id());
        }
        JsonNode json = JSON.readTree(result.body());
        int inserted = json.path("counts").path("inserted").intValue();
        if (!message.id().equals(json.path("batchId").asString())
                || inserted == 0
                || json.path("counts").path("failed").intValue() > 0) {
            throw new IllegalStateException("batch " + message.id() + " was answered " + json);
        }
        return result.nanos() - start;
    }

    @Override
    public void requireAll(Workload sent) {
        rig.hold(LANE);
        sent.requireIn(rig.database(), LANE.table());
        if (!arrived.isEmpty()) {
            throw new IllegalStateException(arrived.size() + " results came twice");
        }
    }

    @Override
    public void close() {
        publishing.getConnection().abort();
        subscribing.getConnection().abort();
    }
}
