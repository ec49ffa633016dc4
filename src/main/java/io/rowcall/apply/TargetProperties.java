package io.rowcall.apply;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.batch.Target.Limits;
import io.rowcall.batch.Target.Triggers;
import io.rowcall.batch.Target.ValueDisplay;
import io.rowcall.table.UniqueKey;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings {@code rowcall.targets.<name>.*}: where rows may go. There is no code per table.
 *
 * @param targets by name; the name is the routing key of the target's batches
 */
@ConfigurationProperties("rowcall")
record TargetProperties(@DefaultValue Map<String, TargetSettings> targets) {

    /** What becomes of values for columns that the table doesn't have. */
    enum UnknownColumns {
        FAIL,
        IGNORE
    }

    /**
     * One target.
     *
     * @param table name of a table in the worker's database
     * @param onDuplicate policy of batches that name none
     * @param allowed policies that a batch may name; just the default one where not given
     * @param updateKey the unique key that the policy {@code update} goes by
     * @param unknownColumns whether they fail their row or are dropped
     * @param triggers {@code none} vouches that the table has none, where the account may not see them
     * @param maxBytes of an inflated body
     * @param maxRows of a batch
     * @param values what may be shown of a column's values
     */
    record TargetSettings(
            String table,
            @DefaultValue("fail") DuplicatePolicy onDuplicate,
            @Nullable Set<DuplicatePolicy> allowed,
            @DefaultValue(UniqueKey.PRIMARY) String updateKey,
            @DefaultValue("fail") UnknownColumns unknownColumns,
            @DefaultValue("detect") Triggers triggers,
            @DefaultValue("64MB") DataSize maxBytes,
            @DefaultValue("1000000") int maxRows,
            @DefaultValue Map<String, ValueDisplay> values) {

        Target target(String name) {
            if (maxBytes.toBytes() < 1 || maxBytes.toBytes() > Limits.DEFAULT.bytes()) {
                throw wrong(name, "max-bytes", maxBytes, "1B to 64MB");
            }
            if (maxRows < 1 || maxRows > Limits.DEFAULT.rows()) {
                throw wrong(name, "max-rows", maxRows, "1 to " + Limits.DEFAULT.rows());
            }
            Set<DuplicatePolicy> all = new LinkedHashSet<>(allowed == null ? Set.of() : allowed);
            all.add(onDuplicate);
            try {
                return new Target(
                        name,
                        table,
                        onDuplicate,
                        Set.copyOf(all),
                        updateKey,
                        unknownColumns == UnknownColumns.IGNORE,
                        triggers,
                        new Limits(maxBytes.toBytes(), maxRows, Limits.DEFAULT.columns(), Limits.DEFAULT.depth()),
                        values.entrySet().stream()
                                .collect(Collectors.toUnmodifiableMap(
                                        entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("rowcall.targets." + name + ": " + e.getMessage(), e);
            }
        }

        private static IllegalArgumentException wrong(String name, String setting, Object value, String range) {
            return new IllegalArgumentException(
                    "rowcall.targets.%s.%s is %s; it takes %s".formatted(name, setting, value, range));
        }
    }
}
