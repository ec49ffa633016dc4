package io.rowcall.receive;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.rowcall.apply.Targets;
import io.rowcall.batch.OneLine;
import io.rowcall.tls.TlsTrouble;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/** The connection that consumes and never publishes, with the topology looked after each time it is made anew. */
@Component
class ConsumeConnection {

    /** The broker is there and something about it is not as it must be; the message says what and the cure. */
    static final class UnfitBrokerException extends Exception {
        private final transient List<String> problems;

        UnfitBrokerException(List<String> problems) {
            super(String.join("; ", problems));
            this.problems = problems;
        }

        /** Each in one sentence with the ways out. */
        List<String> problems() {
            return problems;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(ConsumeConnection.class);

    private final ConnectionFactory connections;
    private final Topology topology;
    private final Targets targets;
    private @Nullable Connection established;

    ConsumeConnection(ConnectionFactory connections, Topology topology, Targets targets) {
        this.connections = connections;
        this.topology = topology;
        this.targets = targets;
    }

    /**
     * Connects and looks after the topology, so that producers find their queues as soon as the worker has started. A
     * broker that can't be reached is waited for; one that is not as it must be stops the start.
     */
    void establish() {
        try {
            newChannel().abort();
        } catch (UnfitBrokerException e) {
            throw new IllegalStateException("The broker is not as Rowcall needs it: " + e.getMessage(), e);
        } catch (IOException | AmqpException e) {
            log.warn("The broker can't be reached yet and is waited for: {}", trouble(e));
        }
    }

    /**
     * A channel of its own for a consumer. Blocks while connecting.
     *
     * @throws AmqpException where the broker can't be reached
     */
    synchronized Channel newChannel() throws IOException, UnfitBrokerException {
        // Spring's connection outlives the broker's; what it stands on at the moment is its delegate.
        Connection connection = connections.createConnection().getDelegate();
        if (connection == null) {
            throw new IOException("the connection was closed while it was made");
        }
        if (!connection.equals(established)) {
            List<String> problems = topology.establish(connection, targets.all());
            if (!problems.isEmpty()) {
                problems.forEach(problem -> log.error("The broker is not as Rowcall needs it: {}", problem));
                throw new UnfitBrokerException(problems);
            }
            established = connection;
        }
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the connection has no channel left");
        }
        return channel;
    }

    /** What keeps the broker from being used, in one sentence with the cure where one is known. */
    String trouble(Exception e) {
        if (e instanceof UnfitBrokerException unfit) {
            return String.valueOf(unfit.getMessage());
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        String said = OneLine.of(cause.getMessage() == null ? cause : cause.getMessage());
        if (cause instanceof EOFException) {
            return "the broker ended the connection without a word; where its port speaks TLS, connect by amqps://";
        }
        String right = BrokerRights.missing(said, topology.declares());
        return right != null ? right : TlsTrouble.sentence(e, said);
    }

    /** Looks after the topology again before the next channel, since a queue may have been missing. */
    void failed(Exception trouble) {
        SilentNode.leaveAfter(trouble);
        synchronized (this) {
            established = null;
        }
    }
}
