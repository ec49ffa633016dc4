package io.rowcall.preflight;

/** What stands for a value in a statement, and how it is bound. */
public sealed interface Bound extends Judgement {

    /** {@code ?} bound as a string; exact for numbers too, where literals of 65 digits and more would be clamped. */
    record Text(String text) implements Bound {}

    /** {@code ?} bound as bytes. The array is not to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // bound once, never compared
    record Bytes(byte[] bytes) implements Bound {}

    /** {@code ?} bound as NULL. */
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
