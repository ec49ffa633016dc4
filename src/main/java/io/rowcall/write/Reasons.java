package io.rowcall.write;

import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Verdict;
import io.rowcall.table.Check;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import io.rowcall.table.ForeignKey;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.FailureClass.Unknown;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the server refused into words a person can act on. The server's own words echo values, which a column's
 * display setting may forbid, and SQL; they are passed on only where somebody wrote them for people, in a trigger.
 */
final class Reasons {

    static Reason of(Chunk chunk, RowFault fault) {
        return switch (fault.code()) {
            case FOREIGN_KEY -> foreignKey(chunk, fault.constraint());
            case CHECK -> check(chunk, fault.constraint());
            case TRIGGER -> Reason.ofRow(ReasonCode.TRIGGER, "a trigger of the table refused the row: " + fault.text());
            case DUPLICATE_KEY ->
                Reason.ofRow(
                        ReasonCode.TRIGGER,
                        "a trigger of the table writes another table, where key %s has the value already; correct the row or the trigger"
                                .formatted(fault.constraint()));
            case NOT_NULL -> ofColumn(chunk, fault, "takes no NULL; give a value");
            case NO_DEFAULT -> ofColumn(chunk, fault, "has no default; give a value");
            case TOO_LONG -> ofColumn(chunk, fault, "does not hold so much; shorten the value");
            case OUT_OF_RANGE -> ofColumn(chunk, fault, "does not hold numbers of that size; correct the value");
            case WRONG_TYPE -> ofColumn(chunk, fault, "does not take the value; give one of its type");
            case BAD_CHARSET -> ofColumn(chunk, fault, "does not have these characters; replace them");
            case BAD_DATETIME -> ofColumn(chunk, fault, "takes no such date or time; correct the value");
            case BAD_JSON -> ofColumn(chunk, fault, "takes no such JSON; correct the document");
            case GENERATED_COLUMN -> ofColumn(chunk, fault, "is computed by the table; leave it out");
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

    /** Whether a row failed for an error that nobody knows. */
    static boolean blames(Verdict verdict, Unknown unknown) {
        return verdict instanceof Verdict.Failed failed && failed.reasons().contains(unknown(unknown));
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

    /** What triggers write is in the server's words too; a column that is none of the table's must be theirs. */
    private static Reason ofColumn(Chunk chunk, RowFault fault, String problem) {
        String named = fault.column();
        if (named == null) {
            String what = fault.constraint() == null ? "a column" : "the index " + fault.constraint();
            return new Reason(fault.code(), List.of(), fault.constraint(), null, null, what + " " + problem);
        }
        String table = chunk.table().name() + ".";
        String name = named.startsWith(table) ? named.substring(table.length()) : named;
        return chunk.table()
                .column(name)
                .map(column -> new Reason(
                        fault.code(), List.of(column.name()), null, limit(column), null, column.name() + " " + problem))
                .orElseGet(() -> Reason.ofRow(
                        ReasonCode.TRIGGER, "a trigger of the table writes a column " + name + " that " + problem));
    }

    private static @Nullable String limit(Column column) {
        return switch (column.type()) {
            case ColumnType.Char type -> String.valueOf(type.length());
            case ColumnType.VarChar type -> String.valueOf(type.length());
            case ColumnType.Text type -> String.valueOf(type.bytes());
            case ColumnType.Binary type -> String.valueOf(type.length());
            case ColumnType.VarBinary type -> String.valueOf(type.length());
            case ColumnType.Blob type -> String.valueOf(type.bytes());
            default -> null;
        };
    }

    static Reason foreignKey(Chunk chunk, @Nullable String name) {
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

    static Reason check(Chunk chunk, @Nullable String name) {
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

    private Reasons() {}
}
