package io.rowcall.cli;

/** What the command line's exit status says. */
public enum ExitCode {
    /** All rows are in; without {@code --follow}: all batches are confirmed. Of other commands: all was done. */
    OK(0),
    /** A fault of the program itself. */
    INTERNAL(1),
    /** The command or the file is not what it should be. */
    USAGE(2),
    /** Some rows failed. */
    ROWS_FAILED(3),
    /** A batch was refused, or nobody serves the target; a dead letter is not there, or may not be replayed. */
    REFUSED(4),
    /** The broker, or a database that was asked, can't be reached or confirms nothing. */
    UNREACHABLE(5),
    /** Confirmed, but not answered in time. */
    TIMED_OUT(6);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
