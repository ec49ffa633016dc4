package io.rowcall.receive;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.rowcall.batch.Target;
import io.rowcall.batch.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The exchanges and queues that Rowcall needs, and what the broker says to them. Declaring is repeatable; a queue that
 * is there with other arguments is left as it is and reported.
 */
@Component
class Topology {

    /** Older servers count nack toward the delivery limit, so outages would dead-letter good batches. */
    private static final int[] OLDEST_SERVER = {4, 3, 5};

    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    /**
     * Rowcall counts attempts itself, so the broker's limit is off. What the broker drops for other reasons
     * (expiration, length) is dead-lettered at least once, which takes reject-publish (RabbitMQ, "Quorum Queues").
     */
    static final Map<String, Object> IMPORT_QUEUE = Map.of(
            "x-queue-type",
            "quorum",
            "x-delivery-limit",
            -1,
            "x-dead-letter-exchange",
            Wire.DROPPED,
            "x-dead-letter-strategy",
            "at-least-once",
            "x-overflow",
            "reject-publish");

    private static final String DECLARE = "Delete it while it is empty so that it is declared anew, or declare it as an"
            + " operator and set rowcall.topology.declare=false";

    /** How the broker's texts about rights begin. */
    private static final String NO_RIGHT = "ACCESS_REFUSED";

    private static final String LOOK =
            "Declare it as the contract says and give the worker its right on it, or set rowcall.topology.declare=true";

    private final boolean declare;

    Topology(@Value("${rowcall.topology.declare:true}") boolean declare) {
        this.declare = declare;
    }

    /** Whether exchanges and queues are the worker's to declare. */
    boolean declares() {
        return declare;
    }

    /**
     * Declares everything, or with {@code rowcall.topology.declare=false} looks whether it is there.
     *
     * @return what is in the way, each in one sentence; empty if nothing is
     */
    List<String> establish(Connection connection, Collection<Target> targets) throws IOException {
        List<String> problems = new ArrayList<>();
        String version = String.valueOf(connection.getServerProperties().get("version"));
        if (isTooOld(version)) {
            problems.add(
                    "RabbitMQ %s counts batches given back in an outage as failed and would drop them; use 4.3.5 or newer"
                            .formatted(version));
            return problems;
        }
        if (declare) {
            declareAll(connection, problems, targets);
        } else {
            lookForOwn(connection, problems, targets);
            mayWrite(connection, problems);
        }
        return problems;
    }

    private void declareAll(Connection connection, List<String> problems, Collection<Target> targets)
            throws IOException {
        exchange(connection, problems, Wire.IMPORTS, BuiltinExchangeType.DIRECT);
        exchange(connection, problems, Wire.RESULTS, BuiltinExchangeType.TOPIC);
        exchange(connection, problems, Wire.DEAD, BuiltinExchangeType.DIRECT);
        exchange(connection, problems, Wire.DROPPED, BuiltinExchangeType.FANOUT);
        queue(connection, problems, Wire.RESULTS, QUORUM);
        queue(connection, problems, Wire.DEAD, QUORUM);
        queue(connection, problems, Wire.DROPPED, QUORUM);
        bind(connection, problems, Wire.RESULTS, Wire.RESULTS, "#");
        bind(connection, problems, Wire.DROPPED, Wire.DROPPED, "");
        bind(connection, problems, Wire.DEAD, Wire.DEAD, DroppedReceiver.NO_TARGET);
        for (Target target : targets) {
            queue(connection, problems, Wire.importQueue(target.name()), IMPORT_QUEUE);
            bind(connection, problems, Wire.importQueue(target.name()), Wire.IMPORTS, target.name());
            bind(connection, problems, Wire.DEAD, Wire.DEAD, target.name());
        }
    }

    /**
     * Only what the worker itself writes to and reads from: looking takes a right of any kind on the thing (RabbitMQ
     * 4.3.1), and it has none on the rest. Where it lacks even that, the first use says so of that thing alone.
     */
    private static void lookForOwn(Connection connection, List<String> problems, Collection<Target> targets)
            throws IOException {
        for (String exchange : List.of(Wire.RESULTS, Wire.DEAD)) {
            look(connection, problems, "exchange " + exchange, channel -> channel.exchangeDeclarePassive(exchange));
        }
        List<String> queues = new ArrayList<>(List.of(Wire.DROPPED));
        targets.forEach(target -> queues.add(Wire.importQueue(target.name())));
        for (String queue : queues) {
            look(connection, problems, "queue " + queue, channel -> channel.queueDeclarePassive(queue));
        }
    }

    private static void look(Connection connection, List<String> problems, String what, Declaration declaration)
            throws IOException {
        String objection = objection(connection, declaration);
        if (objection != null && !objection.startsWith(NO_RIGHT)) {
            problems.add("%s: %s. %s".formatted(what, objection, LOOK));
        }
    }

    /**
     * Asks for the rights to publish without publishing anything: to take a binding away, one that isn't there too, takes
     * write on where it leads to (RabbitMQ, "Access Control"), which the broker looks at first.
     */
    private void mayWrite(Connection connection, List<String> problems) throws IOException {
        for (String exchange : List.of(Wire.RESULTS, Wire.DEAD)) {
            String objection = objection(
                    connection, channel -> channel.exchangeUnbind(exchange, Wire.DROPPED, "rowcall-may-write"));
            if (objection != null && BrokerRights.isMissing(objection, "write", exchange)) {
                problems.add(sentence(objection, "exchange " + exchange, LOOK));
            }
        }
    }

    private void exchange(Connection connection, List<String> problems, String name, BuiltinExchangeType type)
            throws IOException {
        declare(connection, problems, "exchange " + name, channel -> channel.exchangeDeclare(name, type, true));
    }

    private void queue(Connection connection, List<String> problems, String name, Map<String, Object> arguments)
            throws IOException {
        declare(
                connection,
                problems,
                "queue " + name,
                channel -> channel.queueDeclare(name, true, false, false, arguments));
    }

    private void bind(Connection connection, List<String> problems, String queue, String exchange, String key)
            throws IOException {
        declare(connection, problems, "binding of queue " + queue, channel -> channel.queueBind(queue, exchange, key));
    }

    private void declare(Connection connection, List<String> problems, String what, Declaration declaration)
            throws IOException {
        String objection = objection(connection, declaration);
        if (objection != null) {
            problems.add(sentence(objection, what, DECLARE));
        }
    }

    private String sentence(String objection, String what, String wayOut) {
        String right = BrokerRights.missing(objection, declare);
        return right != null ? right : "%s: %s. %s".formatted(what, objection, wayOut);
    }

    private interface Declaration {
        void run(Channel channel) throws IOException;
    }

    /** What the broker has against it, or null; on a channel of its own, which the broker closes with its objection. */
    private static @Nullable String objection(Connection connection, Declaration declaration) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the connection has no channel left");
        }
        try {
            declaration.run(channel);
            channel.abort();
            return null;
        } catch (IOException e) {
            String objection = objection(e);
            if (objection == null) {
                throw e;
            }
            return objection;
        }
    }

    /** What the broker said when it closed the channel, or null where the connection itself broke. */
    private static @Nullable String objection(IOException e) {
        return e.getCause() instanceof ShutdownSignalException signal
                        && !signal.isHardError()
                        && signal.getReason() instanceof com.rabbitmq.client.AMQP.Channel.Close close
                ? close.getReplyText()
                : null;
    }

    /** Whether the server is older than {@link #OLDEST_SERVER}; a version that can't be read counts as older. */
    static boolean isTooOld(String version) {
        String[] parts = version.split("[^0-9]+", 4);
        for (int i = 0; i < OLDEST_SERVER.length; i++) {
            int part = i < parts.length && !parts[i].isEmpty() ? Integer.parseInt(parts[i]) : 0;
            if (part != OLDEST_SERVER[i]) {
                return part < OLDEST_SERVER[i];
            }
        }
        return false;
    }
}
