package io.rowcall.table;

import io.rowcall.batch.Target;
import io.rowcall.table.TableMapper.ColumnRow;
import io.rowcall.table.TableMapper.ForeignKeyRow;
import io.rowcall.table.TableMapper.KeyRow;
import io.rowcall.table.TableMapper.TableRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Reads what a target's table takes from information_schema, as far as the worker's account may see it. Blocks; failures
 * of the server come up as Spring's data access exceptions.
 */
@Component
public class TableReader {

    private final TableMapper mapper;
    private final Collations collations;
    private final Rights rights;
    private final Stamps stamps;

    TableReader(TableMapper mapper, Collations collations, Rights rights, Stamps stamps) {
        this.mapper = mapper;
        this.collations = collations;
        this.rights = rights;
        this.stamps = stamps;
    }

    /**
     * Reads everything anew.
     *
     * @throws TableUnusableException where there is no such table, it can't be a target, or the account lacks a right
     */
    public TableShape read(Target target) throws TableUnusableException {
        String stamp = stamp(target);
        TableRow table = usable(target);
        List<ColumnRow> rows = mapper.columns(table.name());
        rights.require(target, table.schema(), table.name(), rows);
        List<Column> columns = columns(table, rows);
        return new TableShape(
                table.schema(),
                table.name(),
                columns,
                uniqueKeys(table),
                foreignKeys(table),
                mapper.checks(table.name()).stream()
                        .map(row -> new Check(row.name(), SqlText.unescape(row.clause())))
                        .toList(),
                triggers(target, table),
                privileges(rows),
                "OFF".equalsIgnoreCase(mapper.nativeForeignKeys()),
                columns.stream().anyMatch(Column::generated) || mapper.functionalParts(table.name()) > 0,
                stamp);
    }

    /** Rights that the account lacks and that would let the target do better, each in one sentence with its cure. */
    public List<String> rightsWanted(Target target, TableShape table) {
        return rights.wanted(target, table);
    }

    /**
     * A word that changes with the table and its triggers, for one small statement instead of eight. Within two seconds of
     * a change it is another word each time, since the server dates changes by the second. Grants don't change it.
     *
     * @return equal to {@link TableShape#stamp} as long as what was read is still true; empty without a table
     */
    public String stamp(Target target) {
        return stamps.of(target.table());
    }

    private TableRow usable(Target target) throws TableUnusableException {
        TableRow table = mapper.table(target.table());
        if (table == null) {
            throw new TableUnusableException(
                    "Target %s: the database %s has no table %s that this account may use. Create it, correct the target's table, or grant SELECT and INSERT on it."
                            .formatted(target.name(), mapper.schema(), target.table()));
        }
        if (!table.type().equals("BASE TABLE")) {
            throw new TableUnusableException("Target %s: %s is a %s. Name the table behind it instead."
                    .formatted(target.name(), table.name(), table.type().toLowerCase(Locale.ROOT)));
        }
        if (!"InnoDB".equalsIgnoreCase(table.engine())) {
            throw new TableUnusableException(
                    "Target %s: the table %s is kept by %s, which can't undo a failed statement. Convert it to InnoDB."
                            .formatted(target.name(), table.name(), table.engine()));
        }
        return table;
    }

    private List<Column> columns(TableRow table, List<ColumnRow> rows) throws TableUnusableException {
        List<Column> columns = new ArrayList<>();
        for (ColumnRow row : rows) {
            ColumnType type = ColumnTypes.of(row)
                    .orElseThrow(() -> new TableUnusableException(
                            "The column %s of the table %s is of the type %s, which Rowcall doesn't know. Use another type, or a newer Rowcall."
                                    .formatted(row.name(), table.name(), row.columnType())));
            columns.add(column(row, type));
        }
        return List.copyOf(columns);
    }

    private Column column(ColumnRow row, ColumnType type) {
        boolean autoIncrement = row.extra().contains("auto_increment");
        boolean generated =
                row.extra().contains("VIRTUAL GENERATED") || row.extra().contains("STORED GENERATED");
        // MySQL gives an ENUM that takes no NULL its first member where nothing else is declared.
        boolean optional =
                row.defaulted() || row.nullable() || autoIncrement || generated || type instanceof ColumnType.OneOf;
        Collation text = row.collation() == null || row.characterSet() == null
                ? null
                : collations.named(row.collation(), row.characterSet(), Boolean.TRUE.equals(row.padSpace()));
        return new Column(
                row.name(),
                row.ordinal(),
                type,
                row.nullable(),
                optional,
                autoIncrement,
                generated,
                row.extra().contains("INVISIBLE"),
                text);
    }

    private List<UniqueKey> uniqueKeys(TableRow table) {
        Map<String, UniqueKey> keys = new LinkedHashMap<>();
        for (KeyRow row : mapper.uniqueKeys(table.name())) {
            UniqueKey.Part part = new UniqueKey.Part(row.column(), row.prefix(), row.expression());
            keys.merge(row.key(), new UniqueKey(row.key(), row.visible(), List.of(part)), UniqueKey::and);
        }
        return List.copyOf(keys.values());
    }

    private List<ForeignKey> foreignKeys(TableRow table) {
        Map<String, ForeignKey> keys = new LinkedHashMap<>();
        for (ForeignKeyRow row : mapper.foreignKeys(table.name())) {
            ForeignKey key = new ForeignKey(
                    row.key(),
                    List.of(row.column()),
                    row.parentSchema(),
                    row.parentTable(),
                    List.of(row.parentColumn()),
                    row.parentSchema().equals(table.schema())
                            && row.parentTable().equals(table.name()));
            keys.merge(row.key(), key, ForeignKey::and);
        }
        return List.copyOf(keys.values());
    }

    private Triggers triggers(Target target, TableRow table) {
        List<Triggers.Trigger> seen = mapper.triggers(table.name()).stream()
                .map(row -> new Triggers.Trigger(row.name(), row.before(), row.event()))
                .toList();
        boolean all = !seen.isEmpty()
                || Grants.showTriggers(mapper.grants(), table.schema(), table.name())
                || target.triggers() == Target.Triggers.NONE;
        return all ? new Triggers.Known(seen) : new Triggers.Hidden();
    }

    private static Privileges privileges(List<ColumnRow> rows) {
        return new Privileges(everywhere(rows, "SELECT"), everywhere(rows, "INSERT"), everywhere(rows, "UPDATE"));
    }

    private static boolean everywhere(List<ColumnRow> rows, String privilege) {
        return rows.stream().allMatch(row -> row.grants(privilege));
    }
}
