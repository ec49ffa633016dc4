package io.rowcall.deadletter;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import io.rowcall.batch.Wire;
import org.jspecify.annotations.Nullable;

/** What the broker said when it closed a channel, with the cure. */
final class Objection {

    private static final String DECLARES = "; a worker declares it when it starts for the first time";

    static String toLooking(Throwable thrown) {
        return in(thrown, "queue " + Wire.DEAD, "read", Wire.DEAD);
    }

    static String toPublishing(Throwable thrown) {
        return in(thrown, "exchange " + Wire.IMPORTS, "write", Wire.IMPORTS);
    }

    private static String in(Throwable thrown, String what, String right, String name) {
        ShutdownSignalException signal = signal(thrown);
        if (signal == null || !(signal.getReason() instanceof AMQP.Channel.Close close)) {
            return "the connection to RabbitMQ was lost (%s)".formatted(thrown.getMessage());
        }
        return switch (close.getReplyCode()) {
            case AMQP.NOT_FOUND -> "this virtual host has no " + what + DECLARES;
            case AMQP.ACCESS_REFUSED ->
                "this user may not %1$s %2$s; grant it %1$s on ^%3$s$".formatted(right, what, name.replace(".", "\\."));
            default -> "the broker closed the channel: " + close.getReplyText();
        };
    }

    private static @Nullable ShutdownSignalException signal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal) {
                return signal;
            }
        }
        return null;
    }

    private Objection() {}
}
