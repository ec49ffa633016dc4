package io.rowcall.cli.dead;

import io.rowcall.deadletter.DatabaseClock;

/** For commands that ask no clock. */
final class NoClock {

    static final DatabaseClock NEEDED = () -> {
        throw new IllegalStateException("nobody should ask for the time here");
    };

    private NoClock() {}
}
