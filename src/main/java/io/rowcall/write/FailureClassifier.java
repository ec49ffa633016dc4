package io.rowcall.write;

import static java.util.Map.entry;

import io.rowcall.batch.ReasonCode;
import io.rowcall.sql.SqlErrors;
import io.rowcall.write.FailureClass.Bug;
import io.rowcall.write.FailureClass.Configuration;
import io.rowcall.write.FailureClass.Conflict;
import io.rowcall.write.FailureClass.Outage;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.FailureClass.Unknown;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Decides what an error of the database means, by MySQL's error number (manual, "Server Error Message Reference"),
 * since its SQLStates say too little: deadlock and lock wait share 40001.
 */
public final class FailureClassifier {

    private static final Map<Integer, ReasonCode> ROW_FAULTS = Map.ofEntries(
            entry(1062, ReasonCode.DUPLICATE_KEY), // ER_DUP_ENTRY
            entry(1048, ReasonCode.NOT_NULL), // ER_BAD_NULL_ERROR
            entry(1364, ReasonCode.NO_DEFAULT), // ER_NO_DEFAULT_FOR_FIELD
            entry(1406, ReasonCode.TOO_LONG), // ER_DATA_TOO_LONG
            entry(1264, ReasonCode.OUT_OF_RANGE), // ER_WARN_DATA_OUT_OF_RANGE
            entry(1690, ReasonCode.OUT_OF_RANGE), // ER_DATA_OUT_OF_RANGE
            entry(1265, ReasonCode.WRONG_TYPE), // WARN_DATA_TRUNCATED
            entry(1366, ReasonCode.WRONG_TYPE), // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
            entry(1292, ReasonCode.BAD_DATETIME), // ER_TRUNCATED_WRONG_VALUE
            entry(1411, ReasonCode.BAD_DATETIME), // ER_WRONG_VALUE_FOR_TYPE
            entry(1452, ReasonCode.FOREIGN_KEY), // ER_NO_REFERENCED_ROW_2
            entry(1216, ReasonCode.FOREIGN_KEY), // ER_NO_REFERENCED_ROW: the account may not see the parent
            entry(3819, ReasonCode.CHECK), // ER_CHECK_CONSTRAINT_VIOLATED
            entry(1644, ReasonCode.TRIGGER), // ER_SIGNAL_EXCEPTION
            entry(3140, ReasonCode.BAD_JSON), // ER_INVALID_JSON_TEXT
            entry(3157, ReasonCode.BAD_JSON), // ER_JSON_DOCUMENT_TOO_DEEP
            entry(3105, ReasonCode.GENERATED_COLUMN), // ER_NON_DEFAULT_VALUE_FOR_GENERATED_COLUMN
            entry(1118, ReasonCode.VALUE_TOO_LARGE), // ER_TOO_BIG_ROWSIZE
            entry(1713, ReasonCode.VALUE_TOO_LARGE), // ER_UNDO_RECORD_TOO_BIG
            entry(1526, ReasonCode.DATABASE), // ER_NO_PARTITION_FOR_GIVEN_VALUE
            entry(1748, ReasonCode.DATABASE), // ER_ROW_DOES_NOT_MATCH_GIVEN_PARTITION_SET
            entry(3643, ReasonCode.WRONG_TYPE), // ER_WRONG_SRID_FOR_COLUMN
            entry(1416, ReasonCode.WRONG_TYPE), // ER_CANT_CREATE_GEOMETRY_OBJECT
            entry(3037, ReasonCode.WRONG_TYPE), // ER_GIS_INVALID_DATA
            entry(3072, ReasonCode.WRONG_TYPE), // ER_INVALID_GEOJSON_MISSING_MEMBER
            entry(3073, ReasonCode.WRONG_TYPE), // ER_INVALID_GEOJSON_WRONG_TYPE
            entry(3616, ReasonCode.OUT_OF_RANGE), // ER_LONGITUDE_OUT_OF_RANGE
            entry(3617, ReasonCode.OUT_OF_RANGE), // ER_LATITUDE_OUT_OF_RANGE
            entry(3732, ReasonCode.OUT_OF_RANGE), // ER_GEOMETRY_PARAM_LONGITUDE_OUT_OF_RANGE
            entry(3733, ReasonCode.OUT_OF_RANGE), // ER_GEOMETRY_PARAM_LATITUDE_OUT_OF_RANGE
            entry(3751, ReasonCode.WRONG_TYPE), // ER_DATA_TRUNCATED_FUNCTIONAL_INDEX
            entry(3752, ReasonCode.OUT_OF_RANGE), // ER_DATA_OUT_OF_RANGE_FUNCTIONAL_INDEX
            entry(3907, ReasonCode.OUT_OF_RANGE)); // ER_DATA_OUT_OF_RANGE_VALUE_FOR_... of a functional index

    private static final Map<Integer, String> OUTAGES = Map.ofEntries(
            entry(1040, "the database has no connection left"),
            entry(1203, "the worker's account has no connection left"),
            entry(1226, "the worker's account has used up what it may"),
            entry(1041, "the database is out of memory"),
            entry(1053, "the database is shutting down"),
            entry(1206, "the database has no room for locks"),
            entry(1223, "the database is locked for reading"),
            entry(1290, "the database is read-only"),
            entry(1836, "the database is read-only"),
            entry(1792, "the database is read-only"),
            entry(1114, "the table is full"),
            entry(1021, "the database's disk is full"),
            entry(1317, "the statement was killed"),
            entry(1637, "the database has too many transactions"),
            entry(3024, "the statement took longer than the server lets it"),
            entry(4031, "the database closed an idle connection"),
            entry(1180, "the database could not commit"),
            entry(3100, "the database's group could not commit"),
            entry(3101, "the database's group rolled the transaction back"));

    private static final Map<Integer, String> CONFIGURATIONS = Map.ofEntries(
            entry(1146, "create the table, or correct rowcall.targets.<name>.table"),
            entry(1054, "correct the table, its trigger or its generated column"),
            entry(1142, "grant the worker's account SELECT, INSERT and UPDATE on the table"),
            entry(1143, "grant the worker's account the columns"),
            entry(1044, "grant the worker's account the database"),
            entry(1045, "correct spring.datasource.username and password"),
            entry(1049, "create the database, or correct spring.datasource.url"),
            entry(1227, "grant the worker's account what the message names"),
            entry(1305, "create the routine that the table's trigger calls"),
            entry(1370, "grant the routine that the table's trigger calls"),
            entry(1442, "correct the trigger: it writes the table it belongs to"),
            entry(1449, "create the account that the trigger or view is defined by"),
            entry(1136, "none needed: the table has changed and is read again"));

    /** Error numbers that a statement of ours gets only because the table is no longer as it was read. */
    private static final Set<Integer> SCHEMA_CHANGED = Set.of(1054, 1136, 1146);

    private static final Pattern AT_ROW = Pattern.compile(" at row (\\d+)");
    private static final Pattern COLUMN = Pattern.compile("(?:[Cc]olumn|Field) '([^']+)'");
    private static final Pattern KEY = Pattern.compile("for key '(.*)'$", Pattern.DOTALL);
    private static final Pattern CONSTRAINT = Pattern.compile("CONSTRAINT `((?:[^`]|``)+)`");
    private static final Pattern CHECK = Pattern.compile("Check constraint '(.+)' is violated");

    /** What the error means. Errors of the data layer without a word of the database's are outages of what is between. */
    public static FailureClass classify(Throwable thrown) {
        Optional<SQLException> found = SqlErrors.find(thrown);
        if (found.isEmpty()) {
            return isOfDataLayer(thrown)
                    ? new Outage("the database can't be reached (" + rootMessage(thrown) + ")")
                    : new Bug(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        }
        SQLException error = found.get();
        int code = error.getErrorCode();
        String text = String.valueOf(error.getMessage());
        if (isPacketTooBig(error)) {
            return new RowFault(ReasonCode.VALUE_TOO_LARGE, code, null, null, null, text);
        }
        ReasonCode rowFault = ROW_FAULTS.get(code);
        if (rowFault != null) {
            return rowFault(rowFault, code, text);
        }
        if (code == SqlErrors.DEADLOCK || code == SqlErrors.LOCK_WAIT_TIMEOUT) {
            return new Conflict(code == SqlErrors.DEADLOCK ? "deadlock" : "lock wait");
        }
        String outage = OUTAGES.get(code);
        if (outage != null) {
            return new Outage(outage);
        }
        String cure = CONFIGURATIONS.get(code);
        if (cure != null) {
            return new Configuration("%s (MySQL error %d)".formatted(text, code), cure);
        }
        if (code == 0 || isConnectionState(error)) {
            return new Outage("the connection to the database failed ("
                    + text.lines().findFirst().orElse("") + ")");
        }
        return new Unknown(code, text);
    }

    /** Whether the error may go away once the table's columns are read anew. */
    public static boolean suggestsChangedTable(Throwable thrown) {
        return SqlErrors.find(thrown)
                .map(SQLException::getErrorCode)
                .filter(SCHEMA_CHANGED::contains)
                .isPresent();
    }

    private static RowFault rowFault(ReasonCode code, int vendorCode, String text) {
        return new RowFault(
                code,
                vendorCode,
                group(COLUMN, text),
                switch (code) {
                    case DUPLICATE_KEY -> keyName(group(KEY, text));
                    case FOREIGN_KEY -> group(CONSTRAINT, text);
                    case CHECK -> group(CHECK, text);
                    default -> null;
                },
                Optional.ofNullable(group(AT_ROW, text)).map(Integer::valueOf).orElse(null),
                text);
    }

    /** MySQL names keys {@code table.key}. */
    private static @Nullable String keyName(@Nullable String qualified) {
        return qualified == null ? null : qualified.substring(qualified.indexOf('.') + 1);
    }

    private static @Nullable String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** Connector/J refuses a packet above max_allowed_packet by itself, without an error number. */
    private static boolean isPacketTooBig(SQLException error) {
        return error.getErrorCode() == 1153
                || (error.getErrorCode() == 0
                        && error.getClass().getSimpleName().equals("PacketTooBigException"));
    }

    private static boolean isOfDataLayer(Throwable thrown) {
        return thrown instanceof TransactionException
                || thrown instanceof TransientDataAccessException
                || thrown instanceof NonTransientDataAccessResourceException
                || thrown instanceof RecoverableDataAccessException;
    }

    private static boolean isConnectionState(SQLException error) {
        return error.getSQLState() != null && error.getSQLState().startsWith("08");
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private FailureClassifier() {}
}
