package io.rowcall.sql;

import java.sql.SQLException;
import java.util.Optional;

/** Finds what MySQL itself said under the exceptions that frameworks wrap around it. */
public final class SqlErrors {

    /** ER_DUP_ENTRY. */
    public static final int DUPLICATE_ENTRY = 1062;
    /** ER_BAD_NULL_ERROR. */
    public static final int NOT_NULL = 1048;
    /** ER_LOCK_WAIT_TIMEOUT: ends the statement only. */
    public static final int LOCK_WAIT_TIMEOUT = 1205;
    /** ER_TABLEACCESS_DENIED_ERROR. */
    public static final int TABLE_DENIED = 1142;
    /** ER_COLUMNACCESS_DENIED_ERROR. */
    public static final int COLUMN_DENIED = 1143;
    /** ER_LOCK_DEADLOCK: has ended the whole transaction. */
    public static final int DEADLOCK = 1213;

    /** The innermost SQLException among the causes, if there is one: the pool wraps what the server said in its own. */
    public static Optional<SQLException> find(Throwable thrown) {
        SQLException innermost = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                innermost = sql;
            }
        }
        return Optional.ofNullable(innermost);
    }

    /** Whether the SQLException among the causes has this MySQL error number. */
    public static boolean is(Throwable thrown, int vendorCode) {
        return find(thrown).filter(sql -> sql.getErrorCode() == vendorCode).isPresent();
    }

    private SqlErrors() {}
}
