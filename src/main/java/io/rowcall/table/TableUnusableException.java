package io.rowcall.table;

/** The table can't be a target as things are; the message says why and names the cure. */
public class TableUnusableException extends Exception {

    public TableUnusableException(String message) {
        super(message);
    }
}
