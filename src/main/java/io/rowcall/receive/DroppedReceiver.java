package io.rowcall.receive;

import io.rowcall.apply.Targets;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Target;
import io.rowcall.batch.Trace;
import io.rowcall.batch.Wire;
import io.rowcall.decode.BatchDecoder;
import io.rowcall.decode.BatchDecoder.Decoded;
import io.rowcall.ledger.Ledger;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.receive.Settlement.Answered;
import io.rowcall.result.Answer;
import io.rowcall.write.FailureClassifier;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.stereotype.Component;

/**
 * Answers batches that the broker itself dropped from an import queue: expired, pushed out by a length limit, or
 * delivered more often than an operator's policy allows. Without this a confirmed batch could stay unanswered.
 */
@Component
class DroppedReceiver implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(DroppedReceiver.class);

    /** Stands in results and dead letters for a target that is none of the configured ones. */
    static final String NO_TARGET = "unknown";

    private static final int PREFETCH = 1;
    private static final int PAUSE_AFTER_TROUBLE_MILLIS = 2_000;

    private final ConsumeConnection connection;
    private final InFlight inFlight;
    private final Settlement settlement;
    private final Targets targets;
    private final Ledger ledger;
    private final WorkingMemory memory;
    private volatile boolean stopping;

    DroppedReceiver(
            ConsumeConnection connection,
            InFlight inFlight,
            Settlement settlement,
            Targets targets,
            Ledger ledger,
            WorkingMemory memory) {
        this.connection = connection;
        this.inFlight = inFlight;
        this.settlement = settlement;
        this.targets = targets;
        this.ledger = ledger;
        this.memory = memory;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                String problem = consume();
                if (problem != null) {
                    log.warn("What the broker dropped waits in {}: {}", Wire.DROPPED, problem);
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_TROUBLE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers until there is trouble or the worker stops. */
    private @Nullable String consume() throws InterruptedException {
        QueueConsumer consumer;
        try {
            consumer = QueueConsumer.open(
                    connection.newChannel(), Wire.DROPPED, PREFETCH, inFlight, new Prefetch(1, 1, PREFETCH, 1));
        } catch (IOException | AmqpException | ConsumeConnection.UnfitBrokerException e) {
            connection.failed(e);
            return "the broker can't be used: " + connection.trouble(e);
        }
        try {
            while (!stopping && consumer.isOpen()) {
                Delivery delivery = consumer.next(250, TimeUnit.MILLISECONDS);
                String problem = delivery == null ? null : answerInTurn(delivery);
                if (problem != null) {
                    return problem;
                }
            }
            return stopping ? null : "the consumption ended";
        } catch (RuntimeException e) {
            return FailureClassifier.classify(e).sentence();
        } finally {
            consumer.close();
        }
    }

    /** What was dropped is decoded too, for its hash. */
    private @Nullable String answerInTurn(Delivery delivery) throws InterruptedException {
        int taken = memory.take(delivery.inflatedBytes());
        try {
            return answer(delivery);
        } finally {
            memory.give(taken);
        }
    }

    private @Nullable String answer(Delivery delivery) {
        Optional<Target> target = origin(delivery).flatMap(targets::find);
        if (target.isEmpty()) {
            // Anybody who may publish there writes the headers that say from which.
            log.error(
                    "A message in {} came from no queue of a configured target; it goes to those refused, with its headers",
                    Wire.DROPPED);
        }
        // Dead letters need a routing key that their queue is bound with, or they would come back for ever.
        String name = target.map(Target::name).orElse(NO_TARGET);
        return settlement.settle(name, List.of(new Answered(delivery, answer(name, target.orElse(null), delivery))));
    }

    private Answer answer(String name, @Nullable Target target, Delivery delivery) {
        String batchId = delivery.messageId();
        if (target != null && batchId != null && !batchId.isEmpty()) {
            // It may have been applied before it was dropped: the ledger knows.
            BatchKey key = new BatchKey(name, batchId);
            LedgerEntry entry = ledger.find(List.of(key)).get(key);
            if (entry != null && entry.hash().equals(hash(target, delivery))) {
                return new Answer.Repeated(entry, delivery.correlationId());
            }
        }
        return new Answer.Refused(
                name,
                batchId,
                target == null ? null : hash(target, delivery),
                new Refusal(RefusalCode.DROPPED, why(delivery)),
                null,
                delivery.correlationId());
    }

    private static @Nullable ContentHash hash(Target target, Delivery delivery) {
        try {
            return switch (BatchDecoder.decode(delivery.asEnvelope(target.name()), target)) {
                case Decoded.Accepted accepted -> accepted.batch().hash();
                case Decoded.Refused refused -> refused.hash();
            };
        } catch (RuntimeException e) {
            log.error(
                    "A dropped message can't be decoded for an error of Rowcall's own; it is answered all the same",
                    Trace.of(e));
            return null;
        }
    }

    /** The target whose queue the message was dropped from (RabbitMQ, "Dead Letter Exchanges", first-death headers). */
    private static Optional<String> origin(Delivery delivery) {
        String queue = String.valueOf(delivery.header("x-first-death-queue"));
        String prefix = Wire.importQueue("");
        return queue.startsWith(prefix) ? Optional.of(queue.substring(prefix.length())) : Optional.empty();
    }

    private static final Map<String, String> REASONS = Map.of(
            "expired",
            "it expired before a worker took it; publish without an expiration",
            "maxlen",
            "its queue was full; publish again when the backlog is gone, or raise the queue's limit",
            "delivery_limit",
            "it was delivered more often than the queue's delivery limit allows; remove that limit, then publish again",
            "rejected",
            "somebody rejected it; publish it again");

    private static String why(Delivery delivery) {
        String reason = String.valueOf(delivery.header("x-first-death-reason"));
        return "the broker dropped the batch from its queue (%s): %s"
                .formatted(reason, REASONS.getOrDefault(reason, "look at the queue's policy, then publish it again"));
    }
}
