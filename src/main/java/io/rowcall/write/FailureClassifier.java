package io.rowcall.write;

import static java.util.Map.entry;

import io.rowcall.batch.OneLine;
import io.rowcall.sql.SqlErrors;
import io.rowcall.tls.TlsTrouble;
import io.rowcall.write.FailureClass.Bug;
import io.rowcall.write.FailureClass.Configuration;
import io.rowcall.write.FailureClass.Conflict;
import io.rowcall.write.FailureClass.OfRow;
import io.rowcall.write.FailureClass.Outage;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.FailureClass.Unknown;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Decides what an error of the database means, by MySQL's error number (manual, "Server Error Message Reference"),
 * since its SQLStates say too little: deadlock and lock wait share 40001.
 */
public final class FailureClassifier {

    private static final Map<Integer, String> OUTAGES = Map.ofEntries(
            entry(1040, "the database has no connection left"),
            entry(1203, "the worker's account has no connection left"),
            entry(1226, "the worker's account has used up what it may"),
            entry(1129, "the database blocks this host after too many failed connections"),
            entry(1037, "the database is out of memory"),
            entry(1038, "the database is out of memory"),
            entry(1041, "the database is out of memory"),
            entry(1135, "the database is out of threads"),
            entry(3170, "the database is out of memory"),
            entry(3032, "the database is in offline mode"),
            entry(3168, "the database is not available"),
            entry(1053, "the database is shutting down"),
            entry(1206, "the database has no room for locks"),
            entry(1223, "the database is locked for reading"),
            entry(1036, "the table is read-only"),
            entry(1290, "the database is read-only"),
            entry(1792, "the database is read-only"),
            entry(1836, "the database is read-only"),
            entry(1015, "the database can't open the table"),
            entry(1016, "the database can't open the table"),
            entry(1026, "the database can't write"),
            entry(1030, "the database can't read or write the table"),
            entry(1194, "the table has crashed"),
            entry(1712, "an index of the table is corrupted"),
            entry(1812, "the table's data file is missing"),
            entry(1814, "the table's data file is missing"),
            entry(1021, "the database's disk is full"),
            entry(1114, "the table is full"),
            entry(1197, "the database has no room for so large a transaction"),
            entry(1598, "the database can't write its log"),
            entry(1878, "the database's disk is full"),
            entry(1317, "the statement was killed"),
            entry(3169, "the session was killed"),
            entry(1637, "the database has too many transactions"),
            entry(3024, "the statement took longer than the server lets it"),
            entry(4031, "the database closed an idle connection"),
            entry(1180, "the database could not commit"),
            entry(3100, "the database's group could not commit"),
            entry(3101, "the database's group rolled the transaction back"));

    private static final String SPEAK_TLS =
            "set spring.datasource.hikari.data-source-properties.sslMode to VERIFY_IDENTITY";

    private static final String LOGIN =
            "correct spring.datasource.username and password, or where the account asks for TLS " + SPEAK_TLS;

    /** The driver keeps a password to itself where neither TLS nor the server's key protects it. */
    private static final String NO_KEY = "Public Key Retrieval is not allowed";

    private static final Map<Integer, String> CONFIGURATIONS = Map.ofEntries(
            entry(1146, "create the table, or correct rowcall.targets.<name>.table"),
            entry(1054, "correct the table, its trigger or its generated column"),
            entry(1136, "none needed: the table has changed and is read again"),
            entry(1142, "grant the worker's account SELECT, INSERT and UPDATE on the table"),
            entry(1143, "grant the worker's account the columns"),
            entry(1044, "grant the worker's account the database"),
            entry(1045, LOGIN),
            entry(1698, LOGIN),
            entry(3159, SPEAK_TLS),
            entry(1130, "let the worker's account log in from this host"),
            entry(1820, "renew the password of the worker's account"),
            entry(1862, "renew the password of the worker's account"),
            entry(3118, "unlock the worker's account"),
            entry(1049, "create the database, or correct spring.datasource.url"),
            entry(1227, "grant the worker's account what the message names"),
            entry(1305, "create the routine that the table's trigger calls"),
            entry(1370, "grant the routine that the table's trigger calls"),
            entry(1442, "correct the trigger: it writes the table it belongs to"),
            entry(1449, "create the account that the trigger or view is defined by"),
            entry(3098, "give the table what the database's group asks of it, such as a primary key"));

    /** Error numbers that a statement of ours gets only because the table is no longer as it was read. */
    private static final Set<Integer> SCHEMA_CHANGED = Set.of(1054, 1136, 1146);

    /** ER_SP_DOES_NOT_EXIST, for savepoints too. */
    private static final int DOES_NOT_EXIST = 1305;

    /** ER_PARSE_ERROR: triggers can't raise it, so the statement is ours. */
    private static final int SYNTAX = 1064;

    /** Below are errors of the server's files and memory (EE_WRITE, EE_DISK_FULL, EE_OUTOFMEMORY …). */
    private static final int FIRST_OF_SQL = 1000;

    /** SQLStates of the driver for a statement that it was handed wrongly. */
    private static final Set<String> MISUSE = Set.of("07001", "S1C00");

    /** What the error means. Errors of the data layer without a word of the database's are outages of what is between. */
    public static FailureClass classify(Throwable thrown) {
        Optional<SQLException> found = SqlErrors.find(thrown);
        if (found.isPresent()) {
            Configuration insecure = insecure(thrown, found.get());
            return insecure != null ? insecure : classify(found.get());
        }
        if (thrown instanceof QueryTimeoutException) {
            return new Outage(rootMessage(thrown));
        }
        return isOfDataLayer(thrown)
                ? new Outage("the database can't be reached (" + rootMessage(thrown) + ")")
                : thrown instanceof UnclearMarksException
                        ? new Conflict(String.valueOf(thrown.getMessage()))
                        // Whatever failed on a value cites it.
                        : new Bug(thrown.getClass().getSimpleName());
    }

    private static FailureClass classify(SQLException error) {
        RowFault fault = RowFaults.of(error);
        if (fault != null) {
            return fault;
        }
        int code = error.getErrorCode();
        String text = String.valueOf(error.getMessage());
        if (code == SqlErrors.DEADLOCK || code == SqlErrors.LOCK_WAIT_TIMEOUT) {
            return new Conflict(code == SqlErrors.DEADLOCK ? "deadlock" : "lock wait");
        }
        if (code == DOES_NOT_EXIST && text.startsWith("SAVEPOINT ")) {
            return new Conflict("the database ended the transaction");
        }
        String cure = CONFIGURATIONS.get(code);
        if (cure != null) {
            return new Configuration("%s (MySQL error %d)".formatted(OneLine.of(text), code), cure);
        }
        if (code == SYNTAX || (code == 0 && MISUSE.contains(String.valueOf(error.getSQLState())))) {
            // Its text cites the statement, values included.
            return new Bug("MySQL error %d for a statement of Rowcall's own".formatted(code));
        }
        String outage = OUTAGES.get(code);
        if (outage != null || code == 0 || isConnectionState(error)) {
            return new Outage(
                    outage != null ? outage : "the connection to the database failed (" + firstLine(text) + ")");
        }
        return code < FIRST_OF_SQL
                ? new Outage("the database has trouble of its own (" + firstLine(text) + ")")
                : new Unknown(code, text);
    }

    /** What keeps the driver from speaking to the server at all, where it is TLS. */
    private static @Nullable Configuration insecure(Throwable thrown, SQLException error) {
        if (error.getErrorCode() != 0) {
            return null;
        }
        return String.valueOf(error.getMessage()).startsWith(NO_KEY)
                ? new Configuration("the database takes this account's password over TLS only", SPEAK_TLS)
                : TlsTrouble.of(thrown)
                        .map(trouble ->
                                new Configuration("the database is not spoken to: " + trouble.what(), trouble.cure()))
                        .orElse(null);
    }

    /** What the error means where it lies in a row or may do so; any other is thrown again. */
    static OfRow ofRow(RuntimeException error) {
        return switch (classify(error)) {
            case OfRow ofRow -> ofRow;
            case Conflict ignored -> throw error;
            case Outage ignored -> throw error;
            case Configuration ignored -> throw error;
            case Bug ignored -> throw error;
        };
    }

    /** Whether the error may go away once the table's columns are read anew. */
    public static boolean suggestsChangedTable(Throwable thrown) {
        return SqlErrors.find(thrown)
                .map(SQLException::getErrorCode)
                .filter(SCHEMA_CHANGED::contains)
                .isPresent();
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

    private static String firstLine(String text) {
        return OneLine.of(text.lines().findFirst().orElse(""));
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return OneLine.of(root.getMessage());
    }

    private FailureClassifier() {}
}
