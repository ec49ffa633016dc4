package io.rowcall.write;

import static java.util.Map.entry;

import io.rowcall.batch.ReasonCode;
import io.rowcall.write.FailureClass.RowFault;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The errors that MySQL has for a row (manual, "Server Error Message Reference"), and what their texts tell. Columns and
 * constraints are in the text alone: GET DIAGNOSTICS leaves their names empty. The session speaks English.
 */
final class RowFaults {

    /** What SIGNAL raises is somebody's own error, whatever number it is given; MySQL itself has none of this state. */
    private static final String SIGNAL = "45000";

    private static final Map<Integer, ReasonCode> CODES = Map.ofEntries(
            entry(1062, ReasonCode.DUPLICATE_KEY), // ER_DUP_ENTRY
            entry(1048, ReasonCode.NOT_NULL), // ER_BAD_NULL_ERROR
            entry(1364, ReasonCode.NO_DEFAULT), // ER_NO_DEFAULT_FOR_FIELD
            entry(1406, ReasonCode.TOO_LONG), // ER_DATA_TOO_LONG
            entry(3905, ReasonCode.TOO_LONG), // ER_EXCEEDED_MV_KEYS_NUM
            entry(3906, ReasonCode.TOO_LONG), // ER_EXCEEDED_MV_KEYS_SPACE
            entry(3907, ReasonCode.TOO_LONG), // ER_FUNCTIONAL_INDEX_DATA_IS_TOO_LONG
            entry(1264, ReasonCode.OUT_OF_RANGE), // ER_WARN_DATA_OUT_OF_RANGE
            entry(1690, ReasonCode.OUT_OF_RANGE), // ER_DATA_OUT_OF_RANGE
            entry(3616, ReasonCode.OUT_OF_RANGE), // ER_LONGITUDE_OUT_OF_RANGE
            entry(3617, ReasonCode.OUT_OF_RANGE), // ER_LATITUDE_OUT_OF_RANGE
            entry(3731, ReasonCode.OUT_OF_RANGE), // ER_GEOMETRY_PARAM_LONGITUDE_OUT_OF_RANGE
            entry(3732, ReasonCode.OUT_OF_RANGE), // ER_GEOMETRY_PARAM_LATITUDE_OUT_OF_RANGE
            entry(3752, ReasonCode.OUT_OF_RANGE), // ER_WARN_DATA_OUT_OF_RANGE_FUNCTIONAL_INDEX
            entry(3904, ReasonCode.OUT_OF_RANGE), // ER_JSON_VALUE_OUT_OF_RANGE_FOR_FUNC_INDEX
            entry(1265, ReasonCode.WRONG_TYPE), // WARN_DATA_TRUNCATED
            entry(1366, ReasonCode.WRONG_TYPE), // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
            entry(1416, ReasonCode.WRONG_TYPE), // ER_CANT_CREATE_GEOMETRY_OBJECT
            entry(3037, ReasonCode.WRONG_TYPE), // ER_GIS_INVALID_DATA
            entry(3070, ReasonCode.WRONG_TYPE), // ER_INVALID_GEOJSON_MISSING_MEMBER
            entry(3071, ReasonCode.WRONG_TYPE), // ER_INVALID_GEOJSON_WRONG_TYPE
            entry(3072, ReasonCode.WRONG_TYPE), // ER_INVALID_GEOJSON_UNSPECIFIED
            entry(3643, ReasonCode.WRONG_TYPE), // ER_WRONG_SRID_FOR_COLUMN
            entry(3751, ReasonCode.WRONG_TYPE), // ER_WARN_DATA_TRUNCATED_FUNCTIONAL_INDEX
            entry(3903, ReasonCode.WRONG_TYPE), // ER_INVALID_JSON_VALUE_FOR_FUNC_INDEX
            entry(1292, ReasonCode.BAD_DATETIME), // ER_TRUNCATED_WRONG_VALUE
            entry(1411, ReasonCode.BAD_DATETIME), // ER_WRONG_VALUE_FOR_TYPE
            entry(3140, ReasonCode.BAD_JSON), // ER_INVALID_JSON_TEXT
            entry(3141, ReasonCode.BAD_JSON), // ER_INVALID_JSON_TEXT_IN_PARAM
            entry(3157, ReasonCode.BAD_JSON), // ER_JSON_DOCUMENT_TOO_DEEP
            entry(3105, ReasonCode.GENERATED_COLUMN), // ER_NON_DEFAULT_VALUE_FOR_GENERATED_COLUMN
            entry(1452, ReasonCode.FOREIGN_KEY), // ER_NO_REFERENCED_ROW_2
            entry(1216, ReasonCode.FOREIGN_KEY), // ER_NO_REFERENCED_ROW: the account may not see the parent
            entry(3819, ReasonCode.CHECK), // ER_CHECK_CONSTRAINT_VIOLATED
            entry(1644, ReasonCode.TRIGGER), // ER_SIGNAL_EXCEPTION
            entry(1118, ReasonCode.VALUE_TOO_LARGE), // ER_TOO_BIG_ROWSIZE
            entry(1713, ReasonCode.VALUE_TOO_LARGE), // ER_UNDO_RECORD_TOO_BIG
            entry(1242, ReasonCode.DATABASE), // ER_SUBQUERY_NO_1_ROW, of a trigger or of Upsert
            entry(1365, ReasonCode.DATABASE), // ER_DIVISION_BY_ZERO
            entry(1451, ReasonCode.DATABASE), // ER_ROW_IS_REFERENCED_2
            entry(1217, ReasonCode.DATABASE), // ER_ROW_IS_REFERENCED
            entry(1526, ReasonCode.DATABASE), // ER_NO_PARTITION_FOR_GIVEN_VALUE
            entry(1748, ReasonCode.DATABASE)); // ER_ROW_DOES_NOT_MATCH_GIVEN_PARTITION_SET, of a trigger

    private static final Pattern AT_ROW = Pattern.compile(" at row (\\d+)");
    private static final Pattern COLUMN = Pattern.compile("(?:[Cc]olumn|Field) '([^']+)'");
    /** The last of its kind: the value that was met stands before, and may look like it. */
    private static final Pattern KEY = Pattern.compile(".* for key '(.+)'", Pattern.DOTALL);

    private static final Pattern FOREIGN_KEY = Pattern.compile("CONSTRAINT `(.+?)` FOREIGN KEY");
    private static final Pattern CHECK = Pattern.compile("Check constraint '(.+)' is violated");
    private static final Pattern INDEX = Pattern.compile("(?:functional|multi-valued) index '([^']+)'");
    private static final Pattern DATETIME = Pattern.compile("Incorrect (?:date|time|datetime|timestamp|year) value: ");

    /** Null where the error is none of a row. */
    static @Nullable RowFault of(SQLException error) {
        int number = error.getErrorCode();
        String text = String.valueOf(error.getMessage());
        if (isPacketTooBig(error)) {
            return new RowFault(ReasonCode.VALUE_TOO_LARGE, number, null, null, null, text);
        }
        if (SIGNAL.equals(error.getSQLState())) {
            return new RowFault(ReasonCode.TRIGGER, number, null, null, null, text);
        }
        ReasonCode code = CODES.get(number);
        if (code == null) {
            return null;
        }
        String row = code == ReasonCode.TRIGGER ? null : group(AT_ROW, text);
        return new RowFault(
                narrowed(code, text),
                number,
                group(COLUMN, text),
                constraint(code, text),
                row == null ? null : Integer.valueOf(row),
                text);
    }

    /** Some numbers stand for several faults, which their texts tell apart. */
    private static ReasonCode narrowed(ReasonCode code, String text) {
        return switch (code) {
            case BAD_DATETIME -> DATETIME.matcher(text).find() ? code : ReasonCode.WRONG_TYPE;
            case WRONG_TYPE -> text.contains("Incorrect string value: ") ? ReasonCode.BAD_CHARSET : code;
            default -> code;
        };
    }

    private static @Nullable String constraint(ReasonCode code, String text) {
        return switch (code) {
            case DUPLICATE_KEY -> group(KEY, text);
            case FOREIGN_KEY -> group(FOREIGN_KEY, text);
            case CHECK -> group(CHECK, text);
            default -> group(INDEX, text);
        };
    }

    /** Connector/J refuses a packet above max_allowed_packet by itself, without an error number. */
    private static boolean isPacketTooBig(SQLException error) {
        return error.getErrorCode() == 0 && error.getClass().getSimpleName().equals("PacketTooBigException");
    }

    private static @Nullable String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private RowFaults() {}
}
