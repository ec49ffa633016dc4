package io.rowcall.publish;

import com.rabbitmq.client.BlockedListener;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The one thread that writes to the broker, over one channel as long as that lives. So a stuck socket stops neither the
 * callers nor the deadlines, and however many threads publish, one channel and one connection serve them. While there
 * is no connection, batches wait here and spend no tries.
 */
final class Sender implements ConnectionListener, BlockedListener {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    private final RabbitTemplate template;
    private final BlockingDeque<Flight> waiting = new LinkedBlockingDeque<>();
    private final Thread thread;
    private volatile @Nullable Trouble trouble;

    Sender(RabbitTemplate template) {
        this.template = template;
        this.thread = Thread.ofPlatform().name("rowcall-publish-send").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(Flight flight) {
        waiting.addLast(flight);
    }

    /** What keeps everything from being sent at the moment, if anything: no connection, or a broker that is full. */
    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void onCreate(@Nullable Connection connection) {
        if (connection != null) {
            connection.addBlockedListener(this);
        }
    }

    /** A broker short of memory or disk says so and reads no more (RabbitMQ docs, "Blocked Connections"). */
    @Override
    public void handleBlocked(String reason) {
        trouble = Trouble.passing("RabbitMQ takes no messages at the moment: " + reason);
    }

    @Override
    public void handleUnblocked() {
        trouble = null;
    }

    /** Stops the thread; what still waits is not sent. */
    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            BackOffExecution pauses = Flight.pauses().start();
            while (true) {
                waiting.putFirst(waiting.take()); // no channel is opened before there is something to send
                try {
                    template.invoke(this::sendAll);
                    pauses = Flight.pauses().start();
                } catch (RuntimeException e) {
                    trouble = Trouble.sending(e);
                }
                Thread.sleep(pauses.nextBackOff());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends until the channel breaks. What the channel took is answered by its confirm, or by its loss. */
    private boolean sendAll(RabbitOperations channel) {
        trouble = null;
        try {
            while (true) {
                Flight next = waiting.take();
                try {
                    next.sendOver(channel);
                } catch (RuntimeException e) {
                    log.debug("The channel broke", e);
                    waiting.addLast(next); // not first: should the message itself be the trouble, others get by
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
