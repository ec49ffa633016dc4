package io.rowcall.receive;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, when nothing has come for a while, whether the broker still serves a consumer. A node that is cut off from its
 * cluster keeps connections and consumers, delivers nothing and says nothing of it. Asked for the queue, it knows of no
 * consumer there; or where it led the queue, of the consumers and of no message, since those are published elsewhere.
 * But it can't hand one out on demand, which takes the consent of a majority (basic.get, AMQP 0-9-1 section 1.8.3.10).
 * After changes of leaders a consumer has also been seen to get nothing while the queue said that it had both consumers
 * and messages.
 */
final class ConsumerWatch {

    private static final Logger log = LoggerFactory.getLogger(ConsumerWatch.class);

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final int ABORT_MILLIS = 1_000;

    private final Connection connection;
    private final String queue;
    private volatile long lastHeard = System.nanoTime();

    /** Messages were waiting at the last look, and none has come since. */
    private volatile boolean waiting;

    ConsumerWatch(Connection connection, String queue) {
        this.connection = connection;
        this.queue = queue;
    }

    /** Something has come. */
    void heard() {
        lastHeard = System.nanoTime();
        waiting = false;
    }

    /**
     * Ends the connection if the broker has forgotten the consumer or can't serve it, since the next one goes to another
     * node. For use while nothing is unsettled. Asks at most every 10 s, and blocks for the answer.
     *
     * @return whether it did
     */
    boolean leftForgotten() {
        if (System.nanoTime() - lastHeard < QUIET.toNanos()) {
            return false;
        }
        lastHeard = System.nanoTime();
        if (!isForgotten()) {
            return false;
        }
        log.warn("The broker's node has forgotten the consumer of {}; going on over another connection", queue);
        connection.abort(ABORT_MILLIS);
        return true;
    }

    private boolean isForgotten() {
        try (Channel look = connection.createChannel()) {
            if (look == null) {
                return false;
            }
            AMQP.Queue.DeclareOk now = look.queueDeclarePassive(queue);
            boolean passedBy = waiting && now.getMessageCount() > 0;
            waiting = now.getMessageCount() > 0;
            boolean forgotten = now.getConsumerCount() == 0 || passedBy;
            if (!forgotten && !waiting) {
                demandOne(look);
            }
            return forgotten;
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            SilentNode.leaveAfter(e);
            log.debug("Whether {} is still consumed can't be seen", queue, e);
            return false;
        }
    }

    /**
     * Throws where the node can't hand out messages; on a queue with a single active consumer always, over the channel
     * alone. One that has just come goes back, which doesn't count against it.
     */
    private void demandOne(Channel look) throws IOException {
        GetResponse got = look.basicGet(queue, false);
        if (got != null) {
            look.basicNack(got.getEnvelope().getDeliveryTag(), false, true);
        }
    }
}
