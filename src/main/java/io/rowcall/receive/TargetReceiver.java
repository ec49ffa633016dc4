package io.rowcall.receive;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Importer;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Target;
import io.rowcall.batch.Trace;
import io.rowcall.batch.Wire;
import io.rowcall.write.FailureClass;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * Works through one target's queue, on a thread of its own: takes the first delivery and whatever else is already
 * there, and has the {@link Group} applied. Consumes only while the target's gate allows it. Of several receivers of a
 * target the first one alone looks whether a fault is over, and serves alone what one has to serve.
 */
final class TargetReceiver implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(TargetReceiver.class);

    /** How often an idle or held receiver looks whether it is to stop, or its gate has changed. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final Target target;
    private final boolean first;
    private final Gate gate;
    private final ReceiveProperties properties;
    private final ConsumeConnection connection;
    private final InFlight inFlight;
    private final Prefetch prefetch;
    private final Importer importer;
    private final Group group;
    private final Steps steps;
    private volatile boolean stopping;
    private volatile @Nullable QueueConsumer consumer;

    TargetReceiver(
            Target target,
            boolean first,
            Gate gate,
            Prefetch prefetch,
            ReceiveProperties properties,
            ConsumeConnection connection,
            InFlight inFlight,
            Importer importer,
            Settlement settlement,
            LaterGiveBack later,
            WorkingMemory memory,
            Steps steps) {
        this.target = target;
        this.first = first;
        this.gate = gate;
        this.prefetch = prefetch;
        this.properties = properties;
        this.connection = connection;
        this.inFlight = inFlight;
        this.importer = importer;
        this.group = new Group(target, gate, properties, importer, settlement, later, memory, this::close);
        this.steps = steps;
    }

    /** Finishes the group at hand, gives everything else back and ends {@link #run}. Returns at once. */
    void stop() {
        stopping = true;
    }

    /**
     * Gives back everything, the group at hand too, while {@link #run} is stuck in it: an interrupt does not end a wait
     * for the database, and a connection that closes meanwhile would count against every batch. Should the group be
     * committed yet, the ledger answers when it comes again.
     */
    void abandon() {
        QueueConsumer open = consumer;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void run() {
        try {
            FailureClass unfit = first ? importer.check(target) : null;
            if (unfit != null) {
                gate.failed(unfit);
            }
            while (!stopping) {
                try {
                    turn();
                } catch (IOException | AmqpException | ConsumeConnection.UnfitBrokerException e) {
                    close();
                    connection.failed(e);
                    gate.failed("the broker can't be used: " + connection.trouble(e));
                } catch (RuntimeException e) {
                    log.error("Receiving for {} met an error of Rowcall's own", target.name(), Trace.of(e));
                    close();
                    gate.failed("an error of Rowcall's own: " + e.getClass().getSimpleName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** One look at the gate, and one group where it is not shut. */
    private void turn() throws IOException, InterruptedException, ConsumeConnection.UnfitBrokerException {
        Gate.State state = gate.state();
        if (!mayWork(state)) {
            close();
            gate.awaitOther(state, GLANCE);
        } else if (state instanceof Gate.State.HalfOpen) {
            receive(consumerWith(1), 1);
        } else {
            receive(consumerWith(prefetch.count()), properties.groupRows());
        }
    }

    private boolean mayWork(Gate.State state) {
        return switch (state) {
            case Gate.State.Held ignored -> false;
            case Gate.State.HalfOpen ignored -> first;
            case Gate.State.Open ignored -> first || (prefetch.hasRoomForAll() && importer.mayShare(target));
        };
    }

    private QueueConsumer consumerWith(int count) throws IOException, ConsumeConnection.UnfitBrokerException {
        QueueConsumer open = consumer;
        if (open != null && !open.isOpen()) {
            close();
            open = null;
        }
        if (open == null) {
            open = QueueConsumer.open(
                    connection.newChannel(), Wire.importQueue(target.name()), count, inFlight, prefetch);
            consumer = open;
        } else if (count == 1 ? open.consumingWith() != 1 : prefetch.outgrew(open.consumingWith())) {
            open.consumeWith(count);
        }
        return open;
    }

    private void receive(QueueConsumer from, int mostRows) throws InterruptedException {
        Delivery earliest = from.next(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        if (earliest == null) {
            return;
        }
        if (!mayWork(gate.state())) {
            // What another receiver of the target has just given back comes here at once.
            close();
            return;
        }
        steps.reached(Step.RECEIVED, target.name());
        for (Delivery next = earliest; next != null; next = next(from, mostRows)) {
            group.add(next);
        }
        prefetch.sawRows(group.size(), group.rows());
        group.apply();
    }

    /** What is already there and still fits the group; never waits for more. */
    private @Nullable Delivery next(QueueConsumer from, int mostRows) throws InterruptedException {
        boolean enough = stopping || group.isFull(mostRows) || gate.state() instanceof Gate.State.Held;
        return enough ? null : from.next(0, TimeUnit.MILLISECONDS);
    }

    /** Gives back everything, the group at hand too. */
    private void close() {
        QueueConsumer open = consumer;
        consumer = null;
        if (open != null) {
            open.close();
        }
    }
}
