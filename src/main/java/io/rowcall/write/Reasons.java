package io.rowcall.write;

import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.table.Check;
import io.rowcall.table.ForeignKey;
import io.rowcall.table.UniqueKey;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.FailureClass.Unknown;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the server refused into words a person can act on. The server's own words echo values, which a column's
 * display setting may forbid, and SQL; they are passed on only where somebody wrote them for people, in a trigger.
 */
final class Reasons {

    static Reason of(Chunk chunk, RowFault fault) {
        String column = fault.column();
        return switch (fault.code()) {
            case FOREIGN_KEY -> foreignKey(chunk, fault.constraint());
            case CHECK -> check(chunk, fault.constraint());
            case TRIGGER -> Reason.ofRow(ReasonCode.TRIGGER, "a trigger of the table refused the row: " + fault.text());
            case NOT_NULL -> ofColumn(fault, column, "takes no NULL; give a value");
            case NO_DEFAULT -> ofColumn(fault, column, "has no default; give a value");
            case TOO_LONG -> ofColumn(fault, column, "does not hold so much; shorten the value");
            case OUT_OF_RANGE -> ofColumn(fault, column, "does not hold numbers of that size; correct the value");
            case WRONG_TYPE -> ofColumn(fault, column, "does not take the value; give one of the column's type");
            case BAD_DATETIME -> ofColumn(fault, column, "takes no such date or time; correct the value");
            case BAD_JSON -> ofColumn(fault, column, "takes no such JSON; correct the document");
            case GENERATED_COLUMN -> ofColumn(fault, column, "is computed by the table; leave it out");
            case VALUE_TOO_LARGE ->
                Reason.ofRow(
                        ReasonCode.VALUE_TOO_LARGE,
                        "the row is larger than the server takes (max_allowed_packet, or the table's row size);"
                                + " shorten its largest values");
            default -> database(fault.vendorCode());
        };
    }

    static Reason unknown(Unknown unknown) {
        return database(unknown.vendorCode());
    }

    private static Reason database(int vendorCode) {
        return new Reason(
                ReasonCode.DATABASE,
                List.of(),
                null,
                null,
                String.valueOf(vendorCode),
                "the database refused the row with MySQL error " + vendorCode
                        + " while it took others; see that error's description, correct the row and send it again");
    }

    private static Reason ofColumn(RowFault fault, @Nullable String column, String problem) {
        return column == null
                ? Reason.ofRow(fault.code(), "a column " + problem)
                : Reason.ofColumn(fault.code(), column, column + " " + problem);
    }

    private static Reason foreignKey(Chunk chunk, @Nullable String name) {
        Optional<ForeignKey> key = chunk.table().foreignKeys().stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                .findFirst();
        return key.map(found -> new Reason(
                        ReasonCode.FOREIGN_KEY,
                        found.columns(),
                        found.name(),
                        null,
                        null,
                        "no row of %s has this %s; add it there first or correct %s"
                                .formatted(
                                        found.parentTable(),
                                        String.join(", ", found.parentColumns()),
                                        String.join(", ", found.columns()))))
                .orElseGet(() -> new Reason(
                        ReasonCode.FOREIGN_KEY,
                        List.of(),
                        name,
                        null,
                        null,
                        "the row refers to another row that does not exist; add that one first"));
    }

    private static Reason check(Chunk chunk, @Nullable String name) {
        Optional<Check> check = chunk.table().checks().stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                .findFirst();
        List<String> columns = check.map(found -> columnsIn(chunk, found)).orElse(List.of());
        return new Reason(
                ReasonCode.CHECK,
                columns,
                name,
                check.map(Check::clause).orElse(null),
                null,
                "the table's rule %s does not hold for this row; correct %s"
                        .formatted(name, columns.isEmpty() ? "it" : String.join(", ", columns)));
    }

    /** The clause as the server prints it quotes every column. */
    private static List<String> columnsIn(Chunk chunk, Check check) {
        String clause = check.clause().toLowerCase(Locale.ROOT);
        return chunk.table().columns().stream()
                .map(column -> column.name())
                .filter(name -> clause.contains("`" + name.toLowerCase(Locale.ROOT) + "`"))
                .toList();
    }

    static Reason duplicate(Chunk chunk, int row, RowFault fault, RowMet.Met met) {
        UniqueKey key = met.key();
        List<String> columns = key == null
                ? List.of()
                : key.parts().stream()
                        .map(UniqueKey.Part::column)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList();
        String what = columns.isEmpty() ? "this key" : "this " + String.join(", ", columns);
        boolean ownBatch = met.batchRow() >= 0;
        String who = ownBatch ? "row " + met.batchRow() + " of the same batch" : "a row of the table";
        return new Reason(
                ownBatch ? ReasonCode.DUPLICATE_IN_BATCH : ReasonCode.DUPLICATE_KEY,
                columns,
                fault.constraint(),
                null,
                null,
                "%s has %s already; %s".formatted(who, what, difference(met)));
    }

    private static String difference(RowMet.Met met) {
        List<String> differing = met.differing();
        if (differing == null) {
            return "change it or leave the row out";
        }
        return differing.isEmpty()
                ? "all given columns are equal, so the row can be left out"
                : "it differs in " + String.join(", ", differing) + "; change the key or leave the row out";
    }

    static Reason metOnAnotherKey(Chunk chunk) {
        return Reason.ofRow(
                ReasonCode.DUPLICATE_KEY,
                "the row meets a row of the table on another unique key than %s, by which this target updates; nothing was changed"
                        .formatted(chunk.target().updateKey()));
    }

    private Reasons() {}
}
