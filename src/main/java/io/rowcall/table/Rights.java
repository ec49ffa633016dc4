package io.rowcall.table;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.sql.Grant;
import io.rowcall.table.TableMapper.ColumnRow;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Names the rights that the worker's account lacks, each with the statement that grants it. A right on a single column
 * counts: what it can't do to the others the server says of the row that tries.
 */
@Component
class Rights {

    private final TableMapper mapper;

    Rights(TableMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Looks for those that the target can't work without.
     *
     * @throws TableUnusableException where one is missing
     */
    void require(Target target, String schema, String table, List<ColumnRow> columns) throws TableUnusableException {
        List<String> missing = new ArrayList<>(List.of("SELECT", "INSERT"));
        if (target.allowed().contains(DuplicatePolicy.UPDATE)) {
            missing.add("UPDATE");
        }
        missing.removeIf(right -> columns.stream().anyMatch(column -> column.grants(right)));
        if (!missing.isEmpty()) {
            Grant grant = new Grant(missing, schema, table, mapper.account());
            throw new TableUnusableException("Target " + target.name() + ": " + grant.lacking(), grant.statement());
        }
    }

    /** Those without which it works less well: each in one sentence. */
    List<String> wanted(Target target, TableShape table) {
        List<String> sentences = new ArrayList<>();
        if (table.triggers() instanceof Triggers.Hidden) {
            Grant grant = new Grant(List.of("TRIGGER"), table.schema(), table.name(), mapper.account());
            sentences.add(
                    ("Target %s: %s, so that a missing value counts as one that a trigger may fill in and the database"
                                    + " alone finds it; %s, or set rowcall.targets.%s.triggers to none if there are none")
                            .formatted(target.name(), grant.lacking(), grant.statement(), target.name()));
        }
        table.foreignKeys().stream()
                .filter(key -> !mapper.mayRead(key.parentSchema(), key.parentTable()))
                .map(key -> new Grant(List.of("SELECT"), key.parentSchema(), key.parentTable(), mapper.account()))
                .distinct()
                .map(grant ->
                        "Target %s: %s, so that a row that refers to none of its rows fails without the column being named; %s"
                                .formatted(target.name(), grant.lacking(), grant.statement()))
                .forEach(sentences::add);
        return sentences;
    }
}
