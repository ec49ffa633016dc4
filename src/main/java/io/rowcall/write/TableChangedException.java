package io.rowcall.write;

/**
 * The table was altered after it was read: what was judged by its old columns has to be judged again. A change that
 * only loosens or narrows a column raises no error by itself, and would fail good rows or round values silently.
 */
public final class TableChangedException extends RuntimeException {

    TableChangedException(String table) {
        super("table " + table + " was altered while rows were written to it");
    }
}
