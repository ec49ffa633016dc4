package io.rowcall.cli.dead;

/** The database can't be asked for its time. The message says, for a person, what to check. */
public final class DatabaseUnavailableException extends RuntimeException {

    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
