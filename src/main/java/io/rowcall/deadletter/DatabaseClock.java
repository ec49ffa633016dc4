package io.rowcall.deadletter;

import java.time.Instant;

/**
 * The clock of the worker's database, which stamped the dead letters. No other clock may say how old they are: an
 * operator's machine that runs behind would let ids be applied twice.
 */
public interface DatabaseClock {

    /** The time there. Blocks for the database; what it throws goes to the caller of the door. */
    Instant now();
}
