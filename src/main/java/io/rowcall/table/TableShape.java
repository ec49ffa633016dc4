package io.rowcall.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a table takes, as the server told it at one moment.
 *
 * @param schema the database that holds the table
 * @param name as the server spells it
 * @param columns in the table's order, invisible and generated ones included
 * @param uniqueKeys PRIMARY first where there is one
 * @param foreignKeys from this table to others or to itself
 * @param checks the enforced ones
 * @param privileges what the worker's account may do with the table
 * @param foreignKeysFirst whether the server looks at foreign keys before it looks at unique keys, which decides the
 *     verdict on a row that breaks both ({@code innodb_native_foreign_keys=OFF}, MySQL 9.7)
 * @param computesValues whether generated columns or functional indexes make the server compute values of a row, which may
 *     fail for a row that preflight passed
 * @param stamp changes with every change of the table that matters here, see {@link TableReader#stamp}
 */
public record TableShape(
        String schema,
        String name,
        List<Column> columns,
        List<UniqueKey> uniqueKeys,
        List<ForeignKey> foreignKeys,
        List<Check> checks,
        Triggers triggers,
        Privileges privileges,
        boolean foreignKeysFirst,
        boolean computesValues,
        String stamp) {

    /** The column with this name, without case, as MySQL compares column names. */
    public Optional<Column> column(String column) {
        return columns.stream().filter(c -> c.name().equalsIgnoreCase(column)).findFirst();
    }

    /** The unique key with this name, without case. */
    public Optional<UniqueKey> key(String key) {
        return uniqueKeys.stream().filter(k -> k.name().equalsIgnoreCase(key)).findFirst();
    }

    /** All columns by their names in lower case. */
    public Map<String, Column> byName() {
        return columns.stream().collect(Collectors.toMap(c -> c.name().toLowerCase(Locale.ROOT), Function.identity()));
    }
}
