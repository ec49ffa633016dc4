package io.rowcall.faults;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Broker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Publishes as any client in any language should, by the plain protocol: persistent, mandatory, confirmed; and where it
 * does not learn what became of its messages, all of them again with the same ids. For one thread.
 */
final class Publishing implements AutoCloseable {

    private static final long CONFIRM_MILLIS = 4_000;
    private static final int ABORT_MILLIS = 500;

    private final Broker broker;
    private final AtomicBoolean returned = new AtomicBoolean();
    private @Nullable Channel channel;
    private int unknownOutcomes;

    Publishing(Broker broker) {
        this.broker = broker;
    }

    /**
     * Publishes until all are confirmed.
     *
     * @return false where that had not come about when the thread was interrupted
     */
    boolean publish(List<BatchMessage> messages) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (tryPublish(messages)) {
                    return true;
                }
            } catch (IOException | TimeoutException | RuntimeException e) {
                close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            unknownOutcomes++;
            pause();
        }
        return false;
    }

    /** How often it had to publish again. */
    int unknownOutcomes() {
        return unknownOutcomes;
    }

    private boolean tryPublish(List<BatchMessage> messages) throws IOException, InterruptedException, TimeoutException {
        Channel open = channel();
        returned.set(false);
        for (BatchMessage message : messages) {
            open.basicPublish(Wire.IMPORTS, message.target(), true, message.properties(), message.body());
        }
        return open.waitForConfirms(CONFIRM_MILLIS) && !returned.get();
    }

    private Channel channel() throws IOException {
        Channel open = channel;
        if (open == null || !open.isOpen()) {
            close();
            Connection connection = broker.connect();
            open = connection.createChannel();
            open.addReturnListener(message -> returned.set(true));
            open.confirmSelect();
            channel = open;
        }
        return open;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Channel open = channel;
        channel = null;
        if (open != null) {
            open.getConnection().abort(ABORT_MILLIS);
        }
    }
}
