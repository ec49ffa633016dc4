package io.rowcall.publish;

/** There is no connection to the broker. The message says, for a person, what to check. */
public final class BrokerUnavailableException extends RuntimeException {

    BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
