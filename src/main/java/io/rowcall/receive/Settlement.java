package io.rowcall.receive;

import io.rowcall.apply.BatchEvent;
import io.rowcall.apply.BatchEvents;
import io.rowcall.apply.Importer;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.OneLine;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import io.rowcall.result.Answer;
import io.rowcall.result.Outbox;
import io.rowcall.result.Refusals;
import io.rowcall.result.ResultPublisher;
import io.rowcall.write.FailureClassifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Settles deliveries whose answer is known: first the answer is confirmed, then the delivery acknowledged, then the
 * outbox may forget. Whatever can't be answered is given back; its answer will be the same when it comes again.
 */
@Component
class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);

    /** A delivery and what its batch is to be answered. */
    record Answered(Delivery delivery, Answer answer) {}

    private final ResultPublisher publisher;
    private final Refusals refusals;
    private final DeadLetters deadLetters;
    private final Outbox outbox;
    private final Importer importer;
    private final Steps steps;
    private final BatchEvents events;

    Settlement(
            ResultPublisher publisher,
            Refusals refusals,
            DeadLetters deadLetters,
            Outbox outbox,
            Importer importer,
            Steps steps,
            BatchEvents events) {
        this.publisher = publisher;
        this.refusals = refusals;
        this.deadLetters = deadLetters;
        this.outbox = outbox;
        this.importer = importer;
        this.steps = steps;
        this.events = events;
    }

    /**
     * Settles all of them. Blocks for the broker and the database.
     *
     * @return null where all were answered, else what is wrong, in one sentence
     */
    @Nullable
    String settle(String target, List<Answered> answered) {
        if (answered.isEmpty()) {
            return null;
        }
        List<@Nullable String> problems;
        DeadLetters.@Nullable Stamp stamp = null;
        try {
            for (Answered one : answered) {
                if (one.answer() instanceof Answer.Refused refused) {
                    refusals.keep(refused);
                    stamp = stamp == null ? deadLetters.stamp() : stamp;
                }
            }
            problems = publisher.publish(
                    answered.stream().map(Answered::answer).toList(), () -> steps.reached(Step.SENT, target));
        } catch (DataAccessException | TransactionException e) {
            answered.forEach(one -> one.delivery().giveBack());
            return FailureClassifier.classify(e).sentence();
        }
        steps.reached(Step.CONFIRMED, target);
        @Nullable String problem = null;
        List<BatchKey> sent = new ArrayList<>();
        List<Delivery> done = new ArrayList<>(answered.size());
        for (int i = 0; i < answered.size(); i++) {
            String own = problems.get(i);
            if (own == null) {
                own = finish(target, answered.get(i), stamp, sent, done);
            } else {
                own = "a result could not be published: " + own;
                answered.get(i).delivery().giveBack();
            }
            problem = own == null ? problem : own;
        }
        Delivery.ackAll(done);
        steps.reached(Step.ACKED, target);
        outbox.sent(sent);
        return problem;
    }

    private @Nullable String finish(
            String target, Answered one, DeadLetters.@Nullable Stamp stamp, List<BatchKey> sent, List<Delivery> done) {
        switch (one.answer()) {
            case Answer.Applied applied -> sent.add(applied.entry().key());
            case Answer.Repeated repeated -> sent.add(repeated.entry().key());
            case Answer.DryRun ignored -> {}
            case Answer.Refused refused -> {
                String problem =
                        deadLetters.add(target, one.delivery(), refused.refusal(), Objects.requireNonNull(stamp));
                if (problem != null) {
                    one.delivery().giveBack();
                    return "a refused batch could not be dead-lettered: " + problem;
                }
                steps.reached(Step.DEAD_LETTERED, target);
                log.warn(
                        // The message cites what was sent.
                        "Batch {} for {} was refused: {}. Its result and rowcall_refusal say why",
                        OneLine.of(refused.batchId()),
                        target,
                        refused.refusal().code());
                events.happened(new BatchEvent.Refused(target, refused.refusal().code()));
                String batchId = refused.batchId();
                if (refused.refusal().code() == RefusalCode.POISON && batchId != null) {
                    importer.poisonAnswered(new BatchKey(target, batchId));
                }
            }
        }
        done.add(one.delivery());
        return null;
    }
}
