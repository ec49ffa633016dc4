package io.rowcall.apply;

import io.rowcall.batch.Batch;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import io.rowcall.batch.Target;
import io.rowcall.batch.Trace;
import io.rowcall.ledger.Attempts;
import io.rowcall.ledger.Ledger;
import io.rowcall.result.Answer;
import io.rowcall.sql.ConnectionPool;
import io.rowcall.table.TableUnusableException;
import io.rowcall.write.FailureClass;
import io.rowcall.write.FailureClassifier;
import io.rowcall.write.RowWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Applies a group of batches of one target. Every batch of the group ends with an answer, or none was applied and the
 * outcome says why.
 */
@Component
public class Importer {

    private static final Logger log = LoggerFactory.getLogger(Importer.class);

    private static final Refusal POISON = new Refusal(
            RefusalCode.POISON,
            ("%d attempts at this batch ended the worker or met an error of its own; nothing of it was applied."
                            + " Tell those who run Rowcall, or split the batch to find the part that does it")
                    .formatted(Attempts.MAX));

    private final RetriedTransaction transaction;
    private final Ledger ledger;
    private final Attempts attempts;
    private final RowWriter writer;
    private final ConnectionPool connections;
    private final Steps steps;

    Importer(
            RetriedTransaction transaction,
            Ledger ledger,
            Attempts attempts,
            RowWriter writer,
            ConnectionPool connections,
            Steps steps) {
        this.transaction = transaction;
        this.ledger = ledger;
        this.attempts = attempts;
        this.writer = writer;
        this.connections = connections;
        this.steps = steps;
    }

    /** What keeps the target's table from being written, or null. Lets a wrong setting show at start. Blocks. */
    public @Nullable FailureClass check(Target target) {
        try {
            writer.check(target).forEach(sentence -> log.warn("{}", sentence));
            return null;
        } catch (TableUnusableException e) {
            return unusable(e);
        } catch (RuntimeException e) {
            return FailureClassifier.classify(e);
        }
    }

    /** Whether several groups of this target may be applied side by side; not before its table was read. Returns at once. */
    public boolean mayShare(Target target) {
        return target.onDuplicate() != DuplicatePolicy.UPDATE && writer.takesRowsInAnyOrder(target);
    }

    private static FailureClass unusable(TableUnusableException e) {
        return new FailureClass.Configuration(String.valueOf(e.getMessage()), e.cure());
    }

    /**
     * Applies batches in this order. Blocks until they are committed or given up for now.
     *
     * @param batches of this target; the same id may come twice
     */
    public Outcome apply(Target target, List<Batch> batches) {
        try {
            return applyOrThrow(target, batches);
        } catch (TableUnusableException e) {
            // A right that is given on the whole schema reaches connections that are opened after it.
            connections.renew();
            return new Outcome.Held(unusable(e));
        } catch (ConflictException e) {
            return new Outcome.Held(e.conflict());
        } catch (RuntimeException e) {
            return outcomeOf(target, e);
        }
    }

    /**
     * Applies a batch that came back from an earlier attempt, alone, and counts this one: a batch that ends the worker
     * each time is found, while its neighbours are not blamed.
     */
    public Outcome applyAlone(Target target, Batch batch) {
        int attempt;
        try {
            attempt = attempts.raise(batch.key());
            // A worker that ended after its commit has applied the batch: the ledger speaks before the count does.
            if (attempt > Attempts.MAX && ledger.find(List.of(batch.key())).isEmpty()) {
                return poison(batch);
            }
            steps.reached(Step.COUNTED, target.name());
        } catch (RuntimeException e) {
            return outcomeOf(target, e);
        }
        Outcome outcome = apply(target, List.of(batch));
        switch (outcome) {
            case Outcome.Settled settled -> {
                if (settled.answers().getFirst() == null) {
                    attempts.excuse(batch.key());
                } else {
                    attempts.over(batch.key());
                }
            }
            case Outcome.Held ignored -> attempts.excuse(batch.key());
            case Outcome.Suspect ignored -> {}
        }
        return outcome;
    }

    /**
     * Counts an attempt at a message that could not even be decoded, for an error of Rowcall's own.
     *
     * @return suspect, until there were too many of them: then settled as poison
     */
    public Outcome undecodable(Target target, String batchId) {
        if (batchId.isEmpty()) {
            return new Outcome.Settled(List.of(new Answer.Refused(target.name(), null, null, POISON, null, null)));
        }
        BatchKey key = new BatchKey(target.name(), batchId);
        try {
            return attempts.raise(key) > Attempts.MAX
                    ? new Outcome.Settled(List.of(new Answer.Refused(target.name(), batchId, null, POISON, null, null)))
                    : new Outcome.Suspect(new FailureClass.Bug("a body that can't be decoded"));
        } catch (RuntimeException e) {
            return outcomeOf(target, e);
        }
    }

    /** The refusal of a poisonous batch has been answered: a corrected one under the same id starts from nothing. */
    public void poisonAnswered(BatchKey key) {
        attempts.over(key);
    }

    private Outcome poison(Batch batch) {
        log.error(
                "Batch {} is refused after {} attempts that ended the worker or met an error of its own",
                batch.key(),
                Attempts.MAX);
        return new Outcome.Settled(List.of(refused(batch, POISON)));
    }

    private Outcome applyOrThrow(Target target, List<Batch> batches) throws TableUnusableException, ConflictException {
        Map<BatchKey, Batch> distinct = new LinkedHashMap<>();
        batches.forEach(batch -> distinct.putIfAbsent(batch.key(), batch));
        Map<BatchKey, Answer> answers = transaction.apply(target, List.copyOf(distinct.values()));

        List<@Nullable Answer> inOrder = new ArrayList<>(batches.size());
        for (Batch batch : batches) {
            Batch first = Objects.requireNonNull(distinct.get(batch.key()));
            Answer answer = answers.get(batch.key());
            inOrder.add(answer == null ? null : answerOf(batch, first, answer));
        }
        return new Outcome.Settled(inOrder);
    }

    /** One application settles every repeat of the same content; other content under the id is refused. */
    @SuppressWarnings("ReferenceEquality") // asks whether it is this very delivery's batch
    private static Answer answerOf(Batch batch, Batch applied, Answer answer) {
        if (batch == applied) {
            return answer;
        }
        if (!batch.hash().equals(applied.hash())) {
            return refused(batch, GroupTransaction.reused(batch));
        }
        return switch (answer) {
            case Answer.Applied first -> new Answer.Repeated(first.entry(), batch.correlationId());
            case Answer.Repeated first -> new Answer.Repeated(first.entry(), batch.correlationId());
            case Answer.DryRun first -> first;
            case Answer.Refused first -> first;
        };
    }

    private Outcome outcomeOf(Target target, RuntimeException e) {
        writer.tableMayHaveChanged(target);
        return switch (FailureClassifier.classify(e)) {
            case FailureClass.Bug bug -> {
                log.error("Applying to {} met an error of Rowcall's own", target.name(), Trace.of(e));
                yield new Outcome.Suspect(bug);
            }
            case FailureClass.RowFault fault -> {
                // Rows answer for themselves: what comes up to here came from a statement of Rowcall's own.
                log.error("Applying to {} met an error of Rowcall's own", target.name(), Trace.of(e));
                yield new Outcome.Suspect(new FailureClass.Bug(fault.sentence()));
            }
            case FailureClass other -> {
                log.debug("Applying to {} failed", target.name(), Trace.of(e));
                connections.renew();
                yield new Outcome.Held(other);
            }
        };
    }

    static Answer.Refused refused(Batch batch, Refusal refusal) {
        return new Answer.Refused(
                batch.key().target(),
                batch.key().batchId(),
                batch.hash(),
                refusal,
                batch.part(),
                batch.correlationId());
    }
}
