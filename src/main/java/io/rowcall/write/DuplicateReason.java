package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Target;
import io.rowcall.table.Column;
import io.rowcall.table.TableShape;
import io.rowcall.table.UniqueKey;
import io.rowcall.write.RowMet.Met;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says whom a row met, on which key, and in what the two differ. */
final class DuplicateReason {

    /** Longer keys would not help anybody to find the row. */
    private static final int LONGEST_KEY = 64;

    static Reason of(Chunk chunk, DuplicateKey duplicate, Met met) {
        UniqueKey key = duplicate.key();
        List<String> columns = key == null
                ? List.of()
                : key.parts().stream()
                        .map(UniqueKey.Part::column)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList();
        boolean ownBatch = met.batchRow() >= 0;
        return new Reason(
                ownBatch ? ReasonCode.DUPLICATE_IN_BATCH : ReasonCode.DUPLICATE_KEY,
                columns,
                duplicate.name(),
                null,
                null,
                "%s has %s already%s; %s"
                        .formatted(
                                ownBatch ? "row " + met.batchRow() + " of the same batch" : tableRow(chunk, met),
                                columns.isEmpty() ? "this " + duplicate.name() : "this " + String.join(", ", columns),
                                otherKey(chunk, duplicate),
                                difference(met)));
    }

    private static String tableRow(Chunk chunk, Met met) {
        Sighting seen = met.sighting();
        TableShape table = chunk.table();
        String primary = seen == null
                ? ""
                : table.key(UniqueKey.PRIMARY).stream()
                        .flatMap(key -> key.parts().stream())
                        .map(part -> table.column(String.valueOf(part.column())).orElseThrow())
                        .map(column -> column.name() + " "
                                + shown(chunk.target(), column, seen.stored().get(column)))
                        .collect(Collectors.joining(", "));
        boolean tells = !primary.isEmpty()
                && primary.length() <= LONGEST_KEY
                && primary.chars().noneMatch(c -> c < ' ');
        return tells ? "the row with " + primary : "a row of the table";
    }

    private static String shown(Target target, Column column, @Nullable String value) {
        boolean show = target.displayOf(column.name()) == Target.ValueDisplay.SHOW;
        return show && value != null ? value : "(not shown)";
    }

    private static String otherKey(Chunk chunk, DuplicateKey duplicate) {
        String updateKey = chunk.target().updateKey();
        return chunk.policy() == DuplicatePolicy.UPDATE && !duplicate.name().equalsIgnoreCase(updateKey)
                ? ", and this target updates by " + updateKey + " alone"
                : "";
    }

    private static String difference(Met met) {
        Sighting seen = met.sighting();
        if (seen == null) {
            return "change it or leave the row out";
        }
        return seen.differing().isEmpty()
                ? "all given columns are equal, so the row can be left out"
                : "it differs in " + String.join(", ", seen.differing()) + "; change the key or leave the row out";
    }

    private DuplicateReason() {}
}
