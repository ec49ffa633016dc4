package io.rowcall.receive;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Importer;
import io.rowcall.apply.Outcome;
import io.rowcall.batch.Batch;
import io.rowcall.batch.Target;
import io.rowcall.batch.Trace;
import io.rowcall.decode.BatchDecoder;
import io.rowcall.decode.BatchDecoder.Decoded;
import io.rowcall.receive.Settlement.Answered;
import io.rowcall.result.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliveries of one target that share a transaction, in the order in which they came. Some have to be alone: those that
 * came back from an earlier attempt, dry runs, and bodies too large to share. Serves one thread and is used again.
 */
final class Group {

    private static final Logger log = LoggerFactory.getLogger(Group.class);

    /** What another worker is applying, or what met an error of Rowcall's own, comes back after so long. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Target target;
    private final Gate gate;
    private final ReceiveProperties properties;
    private final Importer importer;
    private final Settlement settlement;
    private final LaterGiveBack later;
    private final WorkingMemory memory;
    private final Runnable stopConsumption;
    private List<Delivery> deliveries = new ArrayList<>();
    private List<Batch> batches = new ArrayList<>();
    private long rows;
    private long bytes;

    Group(
            Target target,
            Gate gate,
            ReceiveProperties properties,
            Importer importer,
            Settlement settlement,
            LaterGiveBack later,
            WorkingMemory memory,
            Runnable stopConsumption) {
        this.target = target;
        this.gate = gate;
        this.properties = properties;
        this.importer = importer;
        this.settlement = settlement;
        this.later = later;
        this.memory = memory;
        this.stopConsumption = stopConsumption;
    }

    /** Deliveries that wait for {@link #apply}. */
    int size() {
        return deliveries.size();
    }

    /** Rows of these deliveries. */
    long rows() {
        return rows;
    }

    /** Whether the transaction would become larger than it should be. Batches without rows count too. */
    boolean isFull(int mostRows) {
        return rows + deliveries.size() >= mostRows
                || bytes >= properties.groupBytes().toBytes();
    }

    /**
     * Decodes a delivery and adds it; what has to be alone is settled at once, after what the group held before. A
     * large body waits for its turn to be in memory as rows.
     */
    void add(Delivery delivery) throws InterruptedException {
        if (!memory.hasToAskFor(delivery.inflatedBytes())) {
            decode(delivery);
            return;
        }
        apply();
        int taken = memory.take(delivery.inflatedBytes());
        try {
            decode(delivery);
            apply();
        } finally {
            memory.give(taken);
        }
    }

    private void decode(Delivery delivery) {
        Decoded decoded;
        try {
            decoded = BatchDecoder.decode(delivery.asEnvelope(target.name()), target);
        } catch (RuntimeException e) {
            log.error("A message for {} can't be decoded for an error of Rowcall's own", target.name(), Trace.of(e));
            String batchId = delivery.messageId();
            settle(List.of(delivery), importer.undecodable(target, batchId == null ? "" : batchId));
            return;
        }
        switch (decoded) {
            case Decoded.Refused refused -> {
                apply();
                refuse(delivery, refused);
            }
            case Decoded.Accepted accepted -> {
                Batch batch = accepted.batch();
                if (hasToBeAlone(delivery, batch)) {
                    apply();
                    applyAlone(delivery, batch);
                } else {
                    deliveries.add(delivery);
                    batches.add(batch);
                    rows += batch.rowCount();
                    bytes += batch.bytes();
                }
            }
        }
    }

    private boolean hasToBeAlone(Delivery delivery, Batch batch) {
        return delivery.deliveryCount() > 0
                || batch.dryRun()
                || batch.bytes() > properties.groupBytes().toBytes();
    }

    /** Applies and settles what the group holds, and leaves it empty. */
    void apply() {
        if (deliveries.isEmpty()) {
            return;
        }
        List<Delivery> held = deliveries;
        List<Batch> content = batches;
        deliveries = new ArrayList<>();
        batches = new ArrayList<>();
        rows = 0;
        bytes = 0;
        Outcome outcome = importer.apply(target, content);
        if (outcome instanceof Outcome.Suspect) {
            for (int i = 0; i < held.size(); i++) {
                applyAlone(held.get(i), content.get(i));
            }
        } else {
            settle(held, outcome);
        }
    }

    private void applyAlone(Delivery delivery, Batch batch) {
        if (isShut()) {
            delivery.giveBack();
        } else {
            settle(List.of(delivery), importer.applyAlone(target, batch));
        }
    }

    private void refuse(Delivery delivery, Decoded.Refused refused) {
        if (isShut()) {
            delivery.giveBack();
            return;
        }
        Answer answer = new Answer.Refused(
                target.name(), delivery.messageId(), refused.hash(), refused.refusal(), null, delivery.correlationId());
        answer(List.of(new Answered(delivery, answer)));
    }

    /** Whether something has shut the gate meanwhile; then whatever is unsettled goes back. */
    private boolean isShut() {
        return gate.state() instanceof Gate.State.Held;
    }

    private void settle(List<Delivery> of, Outcome outcome) {
        switch (outcome) {
            case Outcome.Settled settled -> {
                List<Answered> answered = new ArrayList<>(of.size());
                for (int i = 0; i < of.size(); i++) {
                    Answer answer = settled.answers().get(i);
                    if (answer == null) {
                        later.giveBack(of.get(i), PAUSE);
                    } else {
                        answered.add(new Answered(of.get(i), answer));
                    }
                }
                answer(answered);
            }
            case Outcome.Held held -> {
                gate.failed(held.why());
                stopConsumption.run();
            }
            case Outcome.Suspect ignored -> of.forEach(delivery -> later.giveBack(delivery, PAUSE));
        }
    }

    private void answer(List<Answered> answered) {
        String problem = settlement.settle(target.name(), answered);
        if (problem != null) {
            gate.failed(problem);
        } else if (answered.stream().anyMatch(one -> !(one.answer() instanceof Answer.Refused))) {
            // A refusal has not touched the table: it does not show that the target works.
            gate.succeeded();
        }
    }
}
