package io.rowcall.publish;

/** There is no connection to the broker. The message says, for a person, what to check. */
public final class BrokerUnavailableException extends RuntimeException {

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What connecting threw, in words. */
    public static BrokerUnavailableException connecting(RuntimeException thrown) {
        return new BrokerUnavailableException(Trouble.sending(thrown).message(), thrown);
    }
}
