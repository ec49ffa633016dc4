package io.rowcall.receive;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Importer;
import io.rowcall.apply.Outcome;
import io.rowcall.batch.Batch;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Target;
import io.rowcall.batch.Wire;
import io.rowcall.decode.BatchDecoder;
import io.rowcall.decode.BatchDecoder.Decoded;
import io.rowcall.receive.Settlement.Answered;
import io.rowcall.result.Answer;
import io.rowcall.write.FailureClass;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * Works through one target's queue, on a thread of its own: takes the first delivery and whatever else is already
 * there as a group, has it applied, and settles each delivery. Consumes only while the target's gate allows it.
 */
final class TargetReceiver implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(TargetReceiver.class);

    /** How often an idle or held receiver looks whether it is to stop, or its gate has changed. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    /** A batch that another worker is applying comes back after so long. */
    private static final Duration ELSEWHERE_PAUSE = Duration.ofSeconds(1);

    private final Target target;
    private final Gate gate;
    private final ReceiveProperties properties;
    private final ConsumeConnection connection;
    private final InFlight inFlight;
    private final Prefetch prefetch;
    private final Importer importer;
    private final Settlement settlement;
    private final LaterGiveBack later;
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
        this.settlement = settlement;
        this.later = later;
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
                    gate.failed("the broker can't be used: " + e.getMessage());
                } catch (RuntimeException e) {
                    log.error("Receiving for {} met an error of Rowcall's own", target.name(), e);
                    close();
                    gate.failed("an error of Rowcall's own: " + e);
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
                long wait = Math.min(
                        GLANCE.toMillis(),
                        Duration.between(Instant.now(), held.until()).toMillis());
                TimeUnit.MILLISECONDS.sleep(Math.max(1, wait));
            }
            case Gate.State.HalfOpen ignored -> receive(consumerWith(1), 1);
            case Gate.State.Open ignored -> receive(consumerWith(prefetch.count()), properties.groupRows());
        }
    }

    private QueueConsumer consumerWith(int count)
            throws IOException, InterruptedException, ConsumeConnection.UnfitBrokerException {
        QueueConsumer open = consumer;
        if (open != null && !open.isOpen()) {
            close();
            open = null;
        }
        if (open == null) {
            open = QueueConsumer.open(
                    connection.newChannel(), Wire.importQueue(target.name()), count, inFlight, prefetch);
            consumer = open;
        } else if (open.overflowed()) {
            // Bodies went back for want of room; a moment later there may be some.
            TimeUnit.MILLISECONDS.sleep(50);
            open.consumeWith(count);
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
        Group group = new Group();
        for (Delivery next = first; next != null; next = next(from, group, mostRows)) {
            add(group, next);
        }
        apply(group);
    }

    private @Nullable Delivery next(QueueConsumer from, Group group, int mostRows) throws InterruptedException {
        if (isShut()) {
            return null;
        }
        boolean full = group.rows >= mostRows
                || group.bytes >= properties.groupBytes().toBytes()
                || group.deliveries.size() >= mostRows;
        return full || stopping ? null : from.next(0, TimeUnit.MILLISECONDS);
    }

    /** Whether something has shut the gate since this turn began; then whatever is unsettled goes back. */
    private boolean isShut() {
        return gate.state() instanceof Gate.State.Held;
    }

    /** Deliveries that share a transaction, in the order in which they came. */
    private static final class Group {
        private final List<Delivery> deliveries = new ArrayList<>();
        private final List<Batch> batches = new ArrayList<>();
        private long rows;
        private long bytes;

        void add(Delivery delivery, Batch batch) {
            deliveries.add(delivery);
            batches.add(batch);
            rows += batch.rowCount();
            bytes += batch.bytes();
        }
    }

    private void add(Group group, Delivery delivery) {
        Decoded decoded;
        try {
            decoded = BatchDecoder.decode(delivery.asEnvelope(target.name()), target);
        } catch (RuntimeException e) {
            log.error("A message for {} can't be decoded for an error of Rowcall's own", target.name(), e);
            undecodable(delivery);
            return;
        }
        switch (decoded) {
            case Decoded.Refused refused -> {
                // Answers keep the order in which batches came: those before it first.
                apply(group);
                if (isShut()) {
                    delivery.giveBack();
                    return;
                }
                settle(List.of(new Answered(
                        delivery,
                        new Answer.Refused(
                                target.name(),
                                delivery.properties().getMessageId(),
                                refused.hash(),
                                refused.refusal(),
                                null,
                                delivery.properties().getCorrelationId()))));
            }
            case Decoded.Accepted accepted -> {
                Batch batch = accepted.batch();
                if (delivery.deliveryCount() > 0
                        || batch.dryRun()
                        || batch.bytes() > properties.groupBytes().toBytes()) {
                    apply(group);
                    if (isShut()) {
                        delivery.giveBack();
                    } else {
                        applyAlone(delivery, batch);
                    }
                } else {
                    group.add(delivery, batch);
                }
            }
        }
    }

    private void undecodable(Delivery delivery) {
        String batchId = delivery.properties().getMessageId();
        switch (importer.undecodable(target, batchId == null ? "" : batchId)) {
            case Outcome.Settled settled -> settle(List.of(delivery), settled);
            case Outcome.Held held -> hold(List.of(delivery), held.why().sentence());
            case Outcome.Suspect ignored -> later.giveBack(delivery, ELSEWHERE_PAUSE);
        }
    }

    /** Applies what the group holds so far and leaves it empty. */
    private void apply(Group group) {
        if (group.deliveries.isEmpty()) {
            return;
        }
        List<Delivery> deliveries = List.copyOf(group.deliveries);
        List<Batch> batches = List.copyOf(group.batches);
        group.deliveries.clear();
        group.batches.clear();
        group.rows = 0;
        group.bytes = 0;
        switch (importer.apply(target, batches)) {
            case Outcome.Settled settled -> settle(deliveries, settled);
            case Outcome.Held held -> hold(deliveries, held.why().sentence());
            case Outcome.Suspect ignored -> {
                for (int i = 0; i < deliveries.size(); i++) {
                    if (isShut()) {
                        deliveries.get(i).giveBack();
                    } else {
                        applyAlone(deliveries.get(i), batches.get(i));
                    }
                }
            }
        }
    }

    private void applyAlone(Delivery delivery, Batch batch) {
        boolean counted = !batch.dryRun();
        switch (counted ? importer.applyAlone(target, batch) : importer.apply(target, List.of(batch))) {
            case Outcome.Settled settled -> settle(List.of(delivery), settled);
            case Outcome.Held held -> hold(List.of(delivery), held.why().sentence());
            case Outcome.Suspect ignored -> later.giveBack(delivery, ELSEWHERE_PAUSE);
        }
    }

    private void settle(List<Delivery> deliveries, Outcome.Settled settled) {
        List<Answered> answered = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            Answer answer = settled.answers().get(i);
            if (answer == null) {
                later.giveBack(deliveries.get(i), ELSEWHERE_PAUSE);
            } else {
                answered.add(new Answered(deliveries.get(i), answer));
            }
        }
        settle(answered);
    }

    private void settle(List<Answered> answered) {
        String problem = settlement.settle(target.name(), answered);
        if (problem == null) {
            gate.succeeded();
        } else {
            gate.failed(problem);
        }
    }

    private void hold(List<Delivery> deliveries, String why) {
        // Shut first: the broker would deliver at once again what is given back.
        gate.failed(why);
        QueueConsumer open = consumer;
        if (open != null) {
            open.pause();
        }
        deliveries.forEach(Delivery::giveBack);
    }

    private void close() {
        QueueConsumer open = consumer;
        consumer = null;
        if (open != null) {
            open.close();
        }
    }
}
