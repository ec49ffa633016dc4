package io.rowcall.publish;

import io.rowcall.batch.Wire;
import io.rowcall.tls.TlsTrouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpAuthenticationException;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.core.NestedExceptionUtils;

/**
 * What stands between a batch and its confirm.
 *
 * @param message for a person, with the cure where there is one
 * @param lasting whether trying again is in vain
 */
record Trouble(String message, boolean lasting) {

    /** How amqp-client writes the broker's reason for closing a channel (AMQP 0-9-1, channel.close). */
    private static final Pattern CLOSED = Pattern.compile("reply-code=(\\d+), reply-text=(.*?), class-id=");

    private static final int NO_ACCESS = 403;
    private static final int NOT_FOUND = 404;

    static Trouble passing(String message) {
        return new Trouble(message, false);
    }

    /**
     * A negative confirm.
     *
     * @param reason Spring AMQP's words when it made the nack itself because channel or connection were lost, else null
     */
    static Trouble nacked(@Nullable String reason) {
        if (reason == null) {
            return passing("the broker refused it (nack): the target's queue is full or short of members");
        }
        Matcher closed = CLOSED.matcher(reason);
        if (!closed.find()) {
            return passing("the connection was lost before the confirm");
        }
        return switch (Integer.parseInt(closed.group(1))) {
            case NOT_FOUND ->
                passing("this virtual host has no exchange " + Wire.IMPORTS
                        + "; a worker declares it when it starts for the first time");
            case NO_ACCESS ->
                new Trouble(
                        "this user may not write to exchange " + Wire.IMPORTS + "; grant it write on ^"
                                + Wire.IMPORTS.replace(".", "\\.") + "$",
                        true);
            default -> passing("the broker closed the channel: " + closed.group(2));
        };
    }

    /** A queue for results couldn't be made. */
    static Trouble subscribing(RuntimeException e) {
        Matcher closed = CLOSED.matcher(String.valueOf(NestedExceptionUtils.getMostSpecificCause(e)));
        if (!closed.find()) {
            return sending(e);
        }
        return switch (Integer.parseInt(closed.group(1))) {
            case NOT_FOUND ->
                passing("this virtual host has no exchange " + Wire.RESULTS
                        + "; a worker declares it when it starts for the first time");
            case NO_ACCESS ->
                new Trouble(
                        "this user may not make a queue for results; grant it configure and write on ^%1$s\\..*$ and read on ^%1$s(\\..*)?$"
                                .formatted(Wire.RESULTS.replace(".", "\\.")),
                        true);
            default -> passing("the broker closed the channel: " + closed.group(2));
        };
    }

    /** The message couldn't even be handed to the broker. */
    static Trouble sending(RuntimeException e) {
        String cause = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
        return switch (e) {
            case AmqpAuthenticationException refused ->
                passing("RabbitMQ refused the login; check user, password and the rights on the virtual host");
            case AmqpConnectException lost ->
                passing("no connection to RabbitMQ (" + TlsTrouble.sentence(lost, String.valueOf(cause)) + ")");
            default -> passing("sending failed (" + TlsTrouble.sentence(e, String.valueOf(cause)) + ")");
        };
    }
}
