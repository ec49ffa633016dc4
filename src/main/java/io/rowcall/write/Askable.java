package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.table.Check;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import io.rowcall.table.ForeignKey;
import io.rowcall.table.TableShape;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a chunk's rows can be asked ahead about their table: only what can't name a row that would have gone in. A
 * question compares values in SQL, so it is asked only of types in which that is the same as the index's own equality.
 */
final class Askable {

    private final Chunk chunk;
    private final TableShape table;

    Askable(Chunk chunk) {
        this.chunk = chunk;
        this.table = chunk.table();
    }

    /** Unique keys that rows can be asked for before they are tried. */
    List<UniqueKey> keys() {
        if (!duplicatesHaveOneFate()) {
            return List.of();
        }
        return table.uniqueKeys().stream()
                .filter(key -> key.visible() && key.plain())
                .filter(key -> columns(key.parts().stream()
                                .map(part -> String.valueOf(part.column()))
                                .toList())
                        .isPresent())
                .toList();
    }

    /**
     * Whether it is certain what becomes of a row that meets another one. Under {@code fail} it fails, whatever else is
     * wrong with it. Otherwise it may fail for another reason before the server looks at keys.
     */
    private boolean duplicatesHaveOneFate() {
        return switch (chunk.policy()) {
            case FAIL -> true;
            case IGNORE -> onlyKeysDecide();
            // On a key that nobody here knows it may meet another row, which comes first and differs.
            case UNCHANGED ->
                onlyKeysDecide() && table.uniqueKeys().stream().noneMatch(key -> Traces.isComputed(chunk, key));
            case UPDATE -> false;
        };
    }

    /** Whether nothing else can be wrong with a row. Of shapes in some reference systems only the server knows. */
    private boolean onlyKeysDecide() {
        return table.foreignKeys().isEmpty()
                && table.checks().isEmpty()
                && !table.computesValues()
                && chunk.columns().stream().noneMatch(column -> column.type() instanceof ColumnType.Spatial);
    }

    /** The columns of an askable key, in its order. */
    List<Column> columnsOf(UniqueKey key) {
        return columns(key.parts().stream()
                        .map(part -> String.valueOf(part.column()))
                        .toList())
                .orElseThrow();
    }

    /**
     * All foreign keys, or null where some of them can't be asked. Rows that may be each other's parents can't; nor can
     * those that meet a row before the server looks for their parents, unless they fail in either case.
     */
    @Nullable
    List<ForeignKey> foreignKeys() {
        boolean judgedFirst = chunk.policy() == DuplicatePolicy.FAIL || table.foreignKeysFirst();
        List<ForeignKey> askable = table.foreignKeys().stream()
                .filter(key -> judgedFirst && !key.self())
                // A column that is left out holds its default, or NULL, which nobody here knows.
                .filter(key -> columns(key.columns()).isPresent())
                .toList();
        return askable.size() == table.foreignKeys().size() ? askable : null;
    }

    /** The columns of an askable foreign key, in its order. */
    List<Column> columnsOf(ForeignKey key) {
        return columns(key.columns()).orElseThrow();
    }

    /** All CHECKs, or null where some of them can't be asked. They are judged before any key. */
    @Nullable
    List<Check> checks() {
        boolean all = table.checks().stream()
                .allMatch(check -> columns(columnsIn(check)).isPresent());
        return all ? table.checks() : null;
    }

    /** The columns that an askable CHECK is about. */
    List<Column> columnsOf(Check check) {
        return columns(columnsIn(check)).orElseThrow();
    }

    /** The clause as the server prints it quotes every column. */
    private List<String> columnsIn(Check check) {
        String clause = check.clause().toLowerCase(Locale.ROOT);
        return table.columns().stream()
                .map(Column::name)
                .filter(name ->
                        clause.contains("`" + name.toLowerCase(Locale.ROOT).replace("`", "``") + "`"))
                .toList();
    }

    /** Empty where the rows don't give one of them, or it is of a type that can't be asked. */
    private Optional<List<Column>> columns(List<String> names) {
        List<Column> found = new ArrayList<>();
        for (String name : names) {
            int position = chunk.position(name);
            if (position < 0 || !isComparable(chunk.columns().get(position).type())) {
                return Optional.empty();
            }
            found.add(chunk.columns().get(position));
        }
        return Optional.of(found);
    }

    /**
     * Left out are approximate numbers, whose comparison converts; ENUM and SET, which compare as texts and are indexed
     * as numbers; BINARY, whose shorter values are padded; and what has no equality of its own.
     */
    private static boolean isComparable(ColumnType type) {
        return type instanceof ColumnType.Whole
                || type instanceof ColumnType.Decimal
                || type instanceof ColumnType.Char
                || type instanceof ColumnType.VarChar
                || type instanceof ColumnType.Binary
                || type instanceof ColumnType.VarBinary
                || type instanceof ColumnType.Date
                || type instanceof ColumnType.Time
                || type instanceof ColumnType.DateTime;
    }
}
