package io.rowcall.preflight;

/** What stands for a value in a statement. */
public sealed interface Bound extends Judgement {

    /** A string; exact for numbers too, where numeric literals of 65 digits and more would be clamped. */
    record Text(String text) implements Bound {}

    /** Bytes. The array is not to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    record Bytes(byte[] bytes) implements Bound {}

    /** NULL. */
    enum Null implements Bound {
        NULL
    }

    /**
     * An expression with one {@code ?}, which is bound as a string.
     *
     * @param sql such as {@code ST_GeomFromText(?, 4326)}
     */
    record Expression(String sql, String argument) implements Bound {}
}
