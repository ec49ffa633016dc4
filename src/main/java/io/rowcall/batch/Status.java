package io.rowcall.batch;

import java.util.Locale;

/** How a batch as a whole ended. */
public enum Status {
    /** No row failed; also a batch without rows. */
    COMPLETED,
    /** Some rows failed. */
    PARTIAL,
    /** Every row failed. */
    FAILED,
    /** Never applied. */
    REFUSED;

    /** The word that messages and routing keys use, such as {@code partial}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
