package io.rowcall.batch;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A configured destination of rows.
 *
 * @param name {@code [a-z][a-z0-9_-]{0,62}}, the routing key
 * @param table the table's name in the worker's database
 * @param onDuplicate the policy of batches that name none
 * @param allowed the policies that a batch may name
 * @param updateKey name of the unique key that {@link DuplicatePolicy#UPDATE} goes by, such as {@code PRIMARY}
 * @param ignoreUnknownColumns drop values of columns that the table doesn't have, instead of failing their rows
 * @param triggers whether the operator vouches that the table has none
 * @param limits how large a batch may be
 * @param values what of a column's values may be shown; columns not named here are shown
 */
public record Target(
        String name,
        String table,
        DuplicatePolicy onDuplicate,
        Set<DuplicatePolicy> allowed,
        String updateKey,
        boolean ignoreUnknownColumns,
        Triggers triggers,
        Limits limits,
        Map<String, ValueDisplay> values) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    public Target {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a target's name is " + NAME.pattern() + ", not " + name);
        }
        if (!allowed.contains(onDuplicate)) {
            throw new IllegalArgumentException(
                    "the default policy " + onDuplicate.word() + " is not among those allowed");
        }
    }

    /** What may be shown of a column's values, going by its name without case. */
    public ValueDisplay displayOf(String column) {
        return values.getOrDefault(column.toLowerCase(Locale.ROOT), ValueDisplay.SHOW);
    }

    /** Whether all of a row may be shown, even where it can't be told which of its parts belong to which column. */
    public boolean showsAll() {
        return values.values().stream().allMatch(display -> display == ValueDisplay.SHOW);
    }

    /** Whether the table has triggers, which MySQL shows only to those who may create them. */
    public enum Triggers {
        /** Ask the server; what it may not show counts as present. */
        DETECT,
        /** The operator vouches for none. */
        NONE
    }

    /** What results, logs and pages may show of a value. */
    public enum ValueDisplay {
        /** The value as sent. */
        SHOW,
        /** That there is one, not which. */
        MASK,
        /** Nothing; the column is left out. */
        DROP
    }

    /**
     * How large a batch may be; anything larger is refused whole.
     *
     * @param bytes of the inflated body
     * @param rows in a batch
     * @param columns in a row
     * @param depth of nested JSON arrays and objects inside a value; MySQL itself takes 100
     */
    public record Limits(long bytes, int rows, int columns, int depth) {
        /** 64 MiB, a million rows, MySQL's 4,096 columns a table, MySQL's 100 levels a document. */
        public static final Limits DEFAULT = new Limits(64L << 20, 1_000_000, 4_096, 100);
    }
}
