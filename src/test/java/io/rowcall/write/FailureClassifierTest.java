package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

class FailureClassifierTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                1062, 1048, 1364, 1406, 1264, 1265, 1292, 1366, 1411, 1452, 3819, 1644, 3140, 1690, 1118, 1526, 1748,
                3105, 3157, 3643, 3751, 3752, 3907, 1713
            })
    void theseLieInARow(int code) {
        assertThat(classify("HY000", code)).isInstanceOf(FailureClass.RowFault.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1213, 1205})
    void theseAreConflictsThoughTheyShareASqlState(int code) {
        assertThat(classify("40001", code)).isInstanceOf(FailureClass.Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1040, 1041, 1053, 1203, 1206, 1223, 1226, 1290, 1836, 1114, 1021, 1317, 1637, 3024, 4031, 1180, 3100,
                3101, 1026, 1030, 1037, 1038, 1135, 1194, 1197, 1598, 1712, 1792, 1812, 1814, 3032, 3168, 3169, 3170
            })
    void theseAreOutages(int code) {
        assertThat(classify("HY000", code)).isInstanceOf(FailureClass.Outage.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1146, 1054, 1142, 1143, 1044, 1045, 1049, 1227, 1305, 1370, 1442, 1449, 1698, 1820, 1862, 3118})
    void theseAreConfigurationFaultsWithACure(int code) {
        assertThat(classify("42000", code))
                .isInstanceOfSatisfying(
                        FailureClass.Configuration.class,
                        configuration -> assertThat(configuration.cure()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"08S01", "08001", "08003", "08007"})
    void aConnectionThatFailedIsAnOutage(String state) {
        assertThat(classify(state, 0)).isInstanceOf(FailureClass.Outage.class);
    }

    @Test
    void anExhaustedPoolIsAnOutage() {
        assertThat(FailureClassifier.classify(new CannotCreateTransactionException(
                        "no connection", new SQLTransientConnectionException("Connection is not available"))))
                .isInstanceOf(FailureClass.Outage.class);
    }

    @Test
    void aTimeOutOfTheDataLayerIsAnOutage() {
        assertThat(FailureClassifier.classify(new QueryTimeoutException("late")))
                .isInstanceOf(FailureClass.Outage.class);
    }

    @Test
    void whatTheServerSaidCountsNotWhatThePoolWrapsAroundIt() {
        SQLException server = new SQLException("Access denied for user 'x'@'y'", "28000", 1045);
        FailureClass found = FailureClassifier.classify(
                new SQLTransientConnectionException("rowcall - Connection is not available", "28000", server));

        assertThat(found.sentence())
                .startsWith("Access denied for user 'x'@'y'")
                .contains("correct spring.datasource.username and password");
    }

    @Test
    void aNumberThatIsInNoTableIsUnknown() {
        assertThat(classify("HY000", 1999)).isEqualTo(new FailureClass.Unknown(1999, "text"));
    }

    @Test
    void whatIsNoErrorOfTheDatabaseIsABug() {
        assertThat(FailureClassifier.classify(new NullPointerException("x"))).isInstanceOf(FailureClass.Bug.class);
    }

    @Test
    void sentencesCiteNoValueAndTakeOneLine() {
        assertThat(sentence(new DuplicateKeyException(
                        "wrapped", new SQLException("somebody's\nsecret data", "HY000", 1999))))
                .isEqualTo("MySQL error 1999; see its description");
        assertThat(sentence(new SQLException("near 'secret'", "42000", 1064)))
                .isEqualTo("an error of Rowcall's own (MySQL error 1064 for a statement of Rowcall's own)");
        assertThat(sentence(new NumberFormatException("For input string: \"secret\"")))
                .isEqualTo("an error of Rowcall's own (NumberFormatException)");
        assertThat(sentence(new SQLException("Table 'a\u001b\r\nb' doesn't exist", "42S02", 1146)))
                .isEqualTo("Table 'a\\u001b\\u000d\\u000ab' doesn't exist (MySQL error 1146);"
                        + " create the table, or correct rowcall.targets.<name>.table");
    }

    private static String sentence(Exception thrown) {
        return FailureClassifier.classify(thrown).sentence();
    }

    private static FailureClass classify(String state, int code) {
        return FailureClassifier.classify(new SQLException("text", state, code));
    }
}
