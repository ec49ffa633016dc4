package io.rowcall.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A primary or unique key.
 *
 * @param name such as {@code PRIMARY}
 * @param visible whether statements may name it as an index to use
 * @param parts in the key's order
 */
public record UniqueKey(String name, boolean visible, List<Part> parts) {

    public static final String PRIMARY = "PRIMARY";

    /** Whether this is the primary key. */
    public boolean primary() {
        return name.equals(PRIMARY);
    }

    /** Whether all parts are whole columns: no prefixes, no expressions. */
    public boolean plain() {
        return parts.stream().allMatch(part -> part.column() != null && part.prefix() == null);
    }

    UniqueKey and(UniqueKey rest) {
        return new UniqueKey(name, visible, Joined.of(parts, rest.parts));
    }

    /**
     * A part of a key.
     *
     * @param column the column's name, null where the part is an expression
     * @param prefix how many leading characters or bytes count, null where all do
     * @param expression of a functional or multi-valued part, else null
     */
    public record Part(
            @Nullable String column,
            @Nullable Integer prefix,
            @Nullable String expression) {}
}
