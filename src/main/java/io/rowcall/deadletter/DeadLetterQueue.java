package io.rowcall.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.Wire;
import io.rowcall.deadletter.Republisher.Sent;
import io.rowcall.publish.BrokerSettings;
import io.rowcall.publish.BrokerUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * The queue {@code rowcall.dead} for operators: looks lose and double nothing and count against no letter, and a replay
 * can't apply a batch twice. Any number of operators may use it at once; what one looks at just now, the others
 * don't find.
 *
 * <p>The user needs read on {@code rowcall.dead}, and for {@link #replay} write on {@code rowcall.imports}. All methods
 * block for the broker.
 */
public final class DeadLetterQueue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterQueue.class);

    /** As long as a quorum queue takes to elect a leader, and as much again. */
    private static final Duration CONFIRM = Duration.ofSeconds(30);

    private static final Comparator<DeadLetter> OLDEST_FIRST = Comparator.comparing(
                    DeadLetter::refusedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(DeadLetter::id);

    private final CachingConnectionFactory connections;
    private final DatabaseClock clock;

    /**
     * Over these connections, which belong to it from then on.
     *
     * @param clock asked by {@link #replay} only
     */
    public DeadLetterQueue(CachingConnectionFactory connections, DatabaseClock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /** Outside Spring. Connects when it is first used. */
    public static DeadLetterQueue at(BrokerSettings broker, DatabaseClock clock) {
        return new DeadLetterQueue(broker.connections("rowcall-dead"), clock);
    }

    /**
     * The dead letters that are wanted, those refused first in front. Looks through the whole queue as far as the limits
     * let it, since the queue's own order says little.
     *
     * @throws BrokerUnavailableException saying in words what to check
     */
    public Listing list(Predicate<DeadLetter> wanted, Limits limits) {
        return look(limits, walk -> {
            List<DeadLetter> matching = new ArrayList<>();
            for (GetResponse next = walk.next(); next != null; next = walk.next()) {
                DeadLetter letter = Reading.letter(next);
                if (wanted.test(letter)) {
                    matching.add(letter);
                }
            }
            List<DeadLetter> listed = matching.stream()
                    .sorted(OLDEST_FIRST)
                    .limit(limits.letters())
                    .toList();
            return new Listing(listed, matching.size(), walk.waiting(), walk.isComplete());
        });
    }

    /**
     * One dead letter with all it holds.
     *
     * @param mostBytes how much of the body, inflated
     * @throws BrokerUnavailableException saying in words what to check
     */
    public Shown show(String id, int mostBytes) {
        return look(Limits.SEARCH, walk -> {
            for (GetResponse next = walk.next(); next != null; next = walk.next()) {
                if (Reading.letter(next).id().equals(id)) {
                    return new Shown.Found(Reading.whole(next, mostBytes));
                }
            }
            return new Shown.NotFound(id, Wanted.notFound(walk));
        });
    }

    /**
     * Publishes batches again for their targets, as they came and under the same batch ids, and takes those that the
     * broker confirmed out of the dead letters. A crash in between leaves a batch in both places, which is harmless: the
     * ledger knows its id. So a batch that was refused longer ago than the ledger is sure to remember is kept.
     *
     * @return for each id, in the order in which they were met, then those not found
     * @throws BrokerUnavailableException saying in words what to check; nothing was done then
     */
    public List<Outcome> replay(Collection<String> ids) {
        Instant now = clock.now();
        try (Republisher republisher = Republisher.over(channel(publishing()), CONFIRM)) {
            return settle(ids, (walk, letter, message) -> replay(walk, letter, message, now, republisher));
        } catch (IOException e) {
            throw new BrokerUnavailableException(Objection.toPublishing(e), e);
        }
    }

    /**
     * Drops dead letters for good.
     *
     * @return for each id, in the order in which they were met, then those not found
     * @throws BrokerUnavailableException saying in words what to check; nothing was done then
     */
    public List<Outcome> drop(Collection<String> ids) {
        return settle(ids, (walk, letter, message) -> {
            walk.takeOutLast();
            return new Outcome.Dropped(letter);
        });
    }

    @Override
    public void close() {
        connections.destroy();
    }

    private static Outcome replay(
            Walk walk, DeadLetter letter, GetResponse message, Instant now, Republisher republisher)
            throws IOException {
        Instant until = letter.replayUntil();
        if (until == null || now.isAfter(until)) {
            return new Outcome.Kept(letter, Outcome.Why.TOO_OLD, tooOld(letter, until));
        }
        Sent sent = republisher.publish(letter.target(), Original.properties(message.getProps()), message.getBody());
        return switch (sent) {
            case Sent.Confirmed confirmed -> {
                try {
                    walk.takeOutLast();
                    yield new Outcome.Replayed(letter);
                } catch (IOException e) {
                    yield Wanted.unsettled(letter);
                }
            }
            case Sent.Returned returned ->
                new Outcome.Kept(
                        letter,
                        Outcome.Why.UNROUTABLE,
                        "no queue takes batches for target '%s'; start a worker with this target, then replay it"
                                .formatted(letter.target()));
            case Sent.Unknown unknown ->
                new Outcome.Kept(
                        letter,
                        Outcome.Why.NOT_CONFIRMED,
                        unknown.why() + ". It may be published all the same; replaying it again is harmless");
        };
    }

    private static String tooOld(DeadLetter letter, @Nullable Instant until) {
        return (until == null
                        ? "it doesn't say until when it could be replayed"
                        : "it was refused at %s and could be replayed until %s".formatted(letter.refusedAt(), until))
                + ": the ledger may have forgotten whether batch %s was applied since. If it surely was not, save the body and publish it with a new id, then drop this one"
                        .formatted(letter.batchId());
    }

    private interface Act {
        Outcome on(Walk walk, DeadLetter letter, GetResponse message) throws IOException;
    }

    private List<Outcome> settle(Collection<String> ids, Act act) {
        Wanted wanted = new Wanted(ids);
        try {
            Walk walk = Walk.start(channel(connections), Limits.SEARCH);
            try {
                GetResponse next;
                while (wanted.any() && (next = walk.next()) != null) {
                    DeadLetter letter = Reading.letter(next);
                    if (wanted.isOne(letter)) {
                        wanted.met(act.on(walk, letter, next));
                    }
                }
                wanted.missed(Wanted.notFound(walk));
            } finally {
                walk.end();
            }
        } catch (IOException e) {
            log.debug("The look at {} broke off", Wire.DEAD, e);
            if (!wanted.begun()) {
                throw new BrokerUnavailableException(Objection.toLooking(e), e);
            }
            wanted.lost(Objection.toLooking(e));
        }
        return wanted.outcomes();
    }

    private interface Look<T> {
        T at(Walk walk) throws IOException;
    }

    private <T> T look(Limits limits, Look<T> look) {
        try {
            Walk walk = Walk.start(channel(connections), limits);
            try {
                return look.at(walk);
            } finally {
                walk.end();
            }
        } catch (IOException e) {
            throw new BrokerUnavailableException(Objection.toLooking(e), e);
        }
    }

    private ConnectionFactory publishing() {
        ConnectionFactory own = connections.getPublisherConnectionFactory();
        return own == null ? connections : own;
    }

    /** Spring's connection outlives the broker's; what it stands on at the moment is its delegate. */
    private static Channel channel(ConnectionFactory of) throws IOException {
        try {
            com.rabbitmq.client.Connection connection = of.createConnection().getDelegate();
            Channel channel = connection == null ? null : connection.createChannel();
            if (channel == null) {
                throw new IOException("the connection was closed while it was made, or has no channel left");
            }
            return channel;
        } catch (AmqpException e) {
            throw BrokerUnavailableException.connecting(e);
        }
    }
}
