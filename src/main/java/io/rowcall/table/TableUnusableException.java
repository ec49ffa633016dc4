package io.rowcall.table;

/** The table can't be a target as things are; the message says why. */
public class TableUnusableException extends Exception {

    private final String cure;

    public TableUnusableException(String message) {
        this(message, "correct the table or the target");
    }

    public TableUnusableException(String message, String cure) {
        super(message);
        this.cure = cure;
    }

    /** What to do about it, as the end of a sentence. */
    public String cure() {
        return cure;
    }
}
