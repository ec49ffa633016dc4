package io.rowcall.table;

import java.util.List;

/**
 * A foreign key.
 *
 * @param columns of this table
 * @param parentSchema database of the table it refers to
 * @param parentTable the table it refers to
 * @param parentColumns as many as columns
 * @param self whether it refers to its own table, so that rows of one statement can be each other's parents
 */
public record ForeignKey(
        String name,
        List<String> columns,
        String parentSchema,
        String parentTable,
        List<String> parentColumns,
        boolean self) {

    ForeignKey and(ForeignKey rest) {
        return new ForeignKey(
                name,
                Joined.of(columns, rest.columns),
                parentSchema,
                parentTable,
                Joined.of(parentColumns, rest.parentColumns),
                self);
    }
}
