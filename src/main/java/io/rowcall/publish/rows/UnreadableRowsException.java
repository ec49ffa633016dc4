package io.rowcall.publish.rows;

import org.jspecify.annotations.Nullable;

/** Where one row ends and the next starts can't be told. The message names the place and the cure. */
public final class UnreadableRowsException extends RuntimeException {

    UnreadableRowsException(String message) {
        this(message, null);
    }

    UnreadableRowsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
