package io.rowcall.bench;

import io.rowcall.batch.Wire;
import io.rowcall.bench.UsualMapper.UsualRow;
import io.rowcall.testing.Producer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import tools.jackson.databind.json.JsonMapper;

/**
 * What most teams write first: a plain Spring AMQP listener that takes one message after another and inserts its rows
 * with {@link UsualInserts}. It answers nothing; a message is acknowledged when its rows are done. Settings are those
 * that the libraries have by default.
 */
final class UsualWay implements Contender, AutoCloseable {

    private static final String TABLE = "bench_usual";
    private static final String QUEUE = "bench.usual";
    private static final String ROUTING_KEY = "bench-usual";
    private static final JsonMapper JSON = new JsonMapper();

    private final Rig rig;
    private final Workload workload;
    private final UsualInserts inserts;
    private final CachingConnectionFactory connections = new CachingConnectionFactory();
    private final AtomicInteger handled = new AtomicInteger();
    private volatile @Nullable Taken start;
    private volatile @Nullable Taken end;

    UsualWay(Rig rig, Workload workload) {
        this.rig = rig;
        this.workload = workload;
        this.inserts = new UsualInserts(rig.database());
        connections.setHost(rig.broker().host());
        connections.setPort(rig.broker().port());
        connections.setUsername(rig.broker().username());
        connections.setPassword(rig.broker().password());
        connections.setVirtualHost(rig.broker().vhost());
        rig.broker().declareQueue(QUEUE, Map.of("x-queue-type", "quorum"));
        rig.broker().bind(QUEUE, Wire.IMPORTS, ROUTING_KEY);
    }

    @Override
    public String name() {
        return "the usual way, " + workload.feed();
    }

    @Override
    public void prepare(int number) {
        workload.makeTable(rig.database(), TABLE);
        try (Producer producer = Producer.of(rig.broker())) {
            producer.publish(workload.messages(ROUTING_KEY, number));
        }
    }

    @Override
    public Rate run(int number) {
        start = null;
        handled.set(0);
        SimpleMessageListenerContainer listener = new SimpleMessageListenerContainer(connections);
        listener.setQueueNames(QUEUE);
        listener.setMessageListener(this::handle);
        listener.start();
        try {
            Rig.await("all messages handled", () -> handled.get() >= workload.batches());
        } finally {
            listener.stop();
        }
        Rig.await("all messages acknowledged", () -> rig.queues().ready(QUEUE) == 0);
        workload.requireIn(rig.database(), TABLE);
        long bad = workload.rows().stream().filter(row -> !row.isGood()).count();
        int failed = inserts.takeFailed();
        if (failed != bad) {
            throw new IllegalStateException("%d rows failed and %d should".formatted(failed, bad));
        }
        return new Rate(workload.rows().size(), Objects.requireNonNull(end).since(Objects.requireNonNull(start)));
    }

    private void handle(Message message) {
        if (start == null) {
            start = Taken.now();
        }
        inserts.insert(Arrays.asList(JSON.readValue(message.getBody(), UsualRow[].class)));
        end = Taken.now();
        handled.incrementAndGet();
    }

    @Override
    public void close() {
        connections.destroy();
        inserts.close();
    }
}
