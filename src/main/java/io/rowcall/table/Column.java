package io.rowcall.table;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name as the table spells it
 * @param ordinal position in the table, from 1
 * @param type what it holds
 * @param nullable whether it takes NULL
 * @param hasDefault whether a row may leave it out: it has a default, takes NULL, counts by itself or is computed. A
 *     column that takes NULL but whose default was dropped looks to information_schema as if it had one
 * @param autoIncrement NULL makes the server give the next number
 * @param generated computed by the table; takes no value
 * @param invisible not among {@code SELECT *}; can be given like any other
 * @param text character set and collation of a text, ENUM or SET column, else null
 */
public record Column(
        String name,
        int ordinal,
        ColumnType type,
        boolean nullable,
        boolean hasDefault,
        boolean autoIncrement,
        boolean generated,
        boolean invisible,
        @Nullable Collation text) {}
