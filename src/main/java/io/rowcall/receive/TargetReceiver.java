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
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * Works through one target's queue, on a thread of its own: takes the first delivery and whatever else is already
 * there, and has the {@link Group} applied. Consumes only while the target's gate allows it.
 */
final class TargetReceiver implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(TargetReceiver.class);

    /** How often an idle or held receiver looks whether it is to stop, or its gate has changed. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final Target target;
    private final Gate gate;
    private final ReceiveProperties properties;
    private final ConsumeConnection connection;
    private final InFlight inFlight;
    private final Prefetch prefetch;
    private final Importer importer;
    private final Group group;
    private final Steps steps;
    private volatile boolean stopping;
    private @Nullable QueueConsumer consumer;

    TargetReceiver(
            Target target,
            Gate gate,
            Prefetch prefetch,
            ReceiveProperties properties,
            ConsumeConnection connection,
            InFlight inFlight,
            Importer importer,
            Settlement settlement,
            LaterGiveBack later,
            Steps steps) {
        this.target = target;
        this.gate = gate;
        this.prefetch = prefetch;
        this.properties = properties;
        this.connection = connection;
        this.inFlight = inFlight;
        this.importer = importer;
        this.group = new Group(target, gate, properties, importer, settlement, later, this::pause);
        this.steps = steps;
    }

    /** Finishes the group at hand, gives everything else back and ends {@link #run}. Returns at once. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            FailureClass unfit = importer.check(target);
            if (unfit != null) {
                gate.failed(unfit);
            }
            while (!stopping) {
                try {
                    turn();
                } catch (IOException | AmqpException | ConsumeConnection.UnfitBrokerException e) {
                    close();
                    connection.topologyMayHaveChanged();
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
        switch (gate.state()) {
            case Gate.State.Held held -> {
                close();
                long wait = held.left(Instant.now(), GLANCE).toMillis();
                TimeUnit.MILLISECONDS.sleep(Math.max(1, wait));
            }
            case Gate.State.HalfOpen ignored -> receive(consumerWith(1), 1);
            case Gate.State.Open ignored -> receive(consumerWith(prefetch.count()), properties.groupRows());
        }
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
        Delivery first = from.next(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        steps.reached(Step.RECEIVED, target.name());
        for (Delivery next = first; next != null; next = next(from, mostRows)) {
            group.add(next);
        }
        group.apply();
    }

    /** What is already there and still fits the group; never waits for more. */
    private @Nullable Delivery next(QueueConsumer from, int mostRows) throws InterruptedException {
        boolean enough = stopping || group.isFull(mostRows) || gate.state() instanceof Gate.State.Held;
        return enough ? null : from.next(0, TimeUnit.MILLISECONDS);
    }

    /** The broker would deliver at once again what is given back. */
    private void pause() {
        QueueConsumer open = consumer;
        if (open != null) {
            open.pause();
        }
    }

    private void close() {
        QueueConsumer open = consumer;
        consumer = null;
        if (open != null) {
            open.close();
        }
    }
}
