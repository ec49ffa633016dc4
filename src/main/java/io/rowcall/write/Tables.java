package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.table.Column;
import io.rowcall.table.TableReader;
import io.rowcall.table.TableShape;
import io.rowcall.table.TableUnusableException;
import io.rowcall.table.UniqueKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What the tables of the targets take, read once and again whenever something says that a table has changed. */
@Component
class Tables {

    private final TableReader reader;
    private final Map<String, TableShape> known = new ConcurrentHashMap<>();

    Tables(TableReader reader) {
        this.reader = reader;
    }

    TableShape of(Target target) throws TableUnusableException {
        TableShape shape = known.get(target.name());
        if (shape == null) {
            shape = reader.read(target);
            if (target.allowed().contains(DuplicatePolicy.UPDATE)) {
                checkUpdateKey(target, shape);
            }
            known.put(target.name(), shape);
        }
        return shape;
    }

    List<String> rightsWanted(Target target) throws TableUnusableException {
        return reader.rightsWanted(target, of(target));
    }

    /** What was read of it last. */
    Optional<TableShape> known(Target target) {
        return Optional.ofNullable(known.get(target.name()));
    }

    void requireUnchanged(Target target, TableShape shape) {
        if (!reader.stamp(target).equals(shape.stamp())) {
            throw new TableChangedException(shape.name());
        }
    }

    void forget(Target target) {
        known.remove(target.name());
    }

    private static void checkUpdateKey(Target target, TableShape shape) throws TableUnusableException {
        Optional<UniqueKey> key = shape.key(target.updateKey());
        boolean usable = key.isPresent()
                && key.get().plain()
                && key.get().parts().stream()
                        .map(part -> shape.column(String.valueOf(part.column())).orElseThrow())
                        .noneMatch(Column::nullable);
        if (!usable) {
            throw new TableUnusableException(
                    "rowcall.targets.%s.update-key is %s, which is no unique key of %s over whole NOT NULL columns; name one or disallow the policy update"
                            .formatted(target.name(), target.updateKey(), shape.name()));
        }
    }
}
