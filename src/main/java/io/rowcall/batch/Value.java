package io.rowcall.batch;

/** One value as the producer wrote it; nothing is rounded or converted before the column's type is known. */
public sealed interface Value {

    /** A JSON string. */
    record Text(String text) implements Value {}

    /** A CSV field, which has no type of its own: for a JSON column it is JSON text, and {@code true} may be a boolean. */
    record Field(String text) implements Value {}

    /** A JSON number, in the digits in which it was written. */
    record Num(String literal) implements Value {}

    /** {@code true} or {@code false}. */
    enum Bool implements Value {
        TRUE,
        FALSE
    }

    /** A JSON object or array, as compact JSON text that keeps numbers as written and keys in order. */
    record Json(String json) implements Value {}

    /** A JSON null or an empty unquoted CSV field. */
    enum Null implements Value {
        NULL
    }
}
