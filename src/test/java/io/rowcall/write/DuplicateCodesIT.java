package io.rowcall.write;

import static io.rowcall.write.Writing.batch;
import static io.rowcall.write.Writing.reason;
import static io.rowcall.write.Writing.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import io.rowcall.batch.Verdict;
import io.rowcall.batch.Verdict.Done;
import io.rowcall.testing.Database;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether a row met one of its own batch or one of the table, for keys of every type, where the two rows spell their
 * value differently.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DuplicateCodesIT {

    /** A column and a key, and two values that are one to the key. */
    private record Key(String column, String key, Object first, Object second) {
        @Override
        public String toString() {
            return column + ", " + key + ": " + first + " = " + second;
        }
    }

    private static final List<Key> KEYS = keys();

    private Database database;
    private Writing writing;

    private static List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        every(keys, "INT", num("1000"), num("1e3"));
        every(keys, "INT", num("0"), num("-0"));
        every(keys, "BIGINT UNSIGNED", num("18446744073709551615"), "18446744073709551615.0");
        every(keys, "SMALLINT ZEROFILL", num("7"), num("7.0"));
        every(keys, "TINYINT(1)", true, num("1"));
        every(keys, "DECIMAL(6,2)", num("1.5"), num("15e-1"));
        every(keys, "DECIMAL(6,2)", num("0"), num("-0.00"));
        every(keys, "DECIMAL(6,2) ZEROFILL", num("1.5"), "1.50");
        every(keys, "DECIMAL(65,30)", num("-1.5"), "-1.50");
        every(keys, "FLOAT", num("1.1"), num("11e-1"));
        every(keys, "FLOAT", num("16777216"), num("16777217"));
        every(keys, "FLOAT(7,2)", num("1.1"), num("1.10"));
        every(keys, "DOUBLE", num("0.1"), num("1e-1"));
        every(keys, "DOUBLE", num("0"), num("-0.0"));
        every(keys, "BIT(10)", "AQ==", "AAE=");
        every(keys, "YEAR", num("2024"), "2024");
        every(keys, "YEAR", "0000", "0000");
        every(keys, "DATE", "2024-02-29", "2024-02-29");
        every(keys, "TIME(3)", "01:02:03", "01:02:03.000");
        every(keys, "TIME", "-100:00:00", "-100:00:00");
        every(keys, "DATETIME", "2024-02-29", "2024-02-29T00:00:00");
        every(keys, "DATETIME(6)", "2024-02-29T01:02:03.5", "2024-02-29 01:02:03.500000");
        every(keys, "TIMESTAMP(3)", "2024-02-29T01:00:00+01:00", "2024-02-29T00:00:00.000Z");
        every(keys, "VARCHAR(9) COLLATE utf8mb4_0900_ai_ci", "Ärger", "arger");
        every(keys, "VARCHAR(9) COLLATE utf8mb4_general_ci", "a", "A  ");
        every(keys, "VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_swedish_ci", "é", "E");
        every(keys, "VARCHAR(9) CHARACTER SET utf16", "😀a", "😀A");
        every(keys, "CHAR(9) COLLATE utf8mb4_unicode_ci", "straße", "STRASSE");
        every(keys, "BINARY(2)", "AAE=", "AAE=");
        every(keys, "VARBINARY(9)", "AAE=", "AAE=");
        every(keys, "ENUM('x','it''s')", "x", "X");
        every(keys, "SET('p','q')", "p,q", "q,p");
        keys.add(new Key("TEXT", "UNIQUE KEY met (k(2))", "abc", "ABd"));
        keys.add(new Key("BLOB", "UNIQUE KEY met (k(1))", "AAE=", "AAI="));
        keys.add(new Key("VARCHAR(9)", "UNIQUE KEY met (k(1), other(1))", "abc", "aBC"));
        keys.add(new Key("VARCHAR(9)", "UNIQUE KEY met ((UPPER(k)))", "a", "A"));
        keys.add(new Key("INT", "UNIQUE KEY met ((k MOD 10))", num("1"), num("11")));
        keys.add(new Key("INT", "half INT AS (k DIV 2), UNIQUE KEY met (half)", num("2"), num("3")));
        keys.add(new Key("INT", "fixed INT DEFAULT 3, UNIQUE KEY met (fixed, k)", num("2"), num("2.0")));
        return keys;
    }

    /** A column under each kind of key over whole columns. */
    private static void every(List<Key> keys, String type, Object first, Object second) {
        keys.add(new Key(type, "PRIMARY KEY (k)", first, second));
        keys.add(new Key(type, "id INT AUTO_INCREMENT PRIMARY KEY, UNIQUE KEY met (k)", first, second));
        keys.add(new Key(type, "one INT NOT NULL DEFAULT 1, PRIMARY KEY (one, k)", first, second));
    }

    private static Value num(String literal) {
        return new Value.Num(literal);
    }

    @BeforeAll
    void makeTables() {
        database = Database.create("codes");
        List<String> statements = new ArrayList<>();
        for (Key key : KEYS) {
            statements.add("CREATE TABLE %s (k %s, other VARCHAR(9), %s)".formatted(table(key), key.column, key.key));
        }
        database.execute(statements.toArray(String[]::new));
        writing = Writing.on(database);
        writing.settled();
    }

    @AfterAll
    void close() {
        writing.close();
        database.close();
    }

    private static List<Key> allKeys() {
        return KEYS;
    }

    @ParameterizedTest
    @MethodSource("allKeys")
    void codeTellsOwnBatchFromTable(Key key) {
        Target target = target(key);
        String name = key.key.contains("UNIQUE") ? "met" : "PRIMARY";

        List<List<Verdict>> group = writing.write(
                target,
                List.of(
                        batch(
                                DuplicatePolicy.FAIL,
                                row(0, "k", key.second, "other", "a"),
                                row(1, "k", key.first, "other", "a")),
                        batch(DuplicatePolicy.FAIL, row(0, "k", key.first, "other", "b"))));
        assertThat(group.getFirst().getFirst()).isEqualTo(Done.INSERTED);
        assertMet(reason(group.getFirst().getLast()), ReasonCode.DUPLICATE_IN_BATCH, name, "row 0 of the same batch");
        if (!name.equals("met") || !key.key.contains("other")) {
            assertMet(reason(group.getLast().getFirst()), ReasonCode.DUPLICATE_KEY, name, "it differs in ");
        }

        List<Verdict> later = writing.write(
                target,
                DuplicatePolicy.UNCHANGED,
                row(0, "k", key.second, "other", "a"),
                row(1, "k", key.first, "other", "A"));
        assertThat(later.getFirst()).isEqualTo(Done.UNCHANGED);
        assertMet(reason(later.getLast()), ReasonCode.DUPLICATE_KEY, name, "other");
    }

    private static void assertMet(Reason reason, ReasonCode code, String key, String words) {
        assertThat(reason.code()).as(reason.message()).isEqualTo(code);
        assertThat(reason.constraint()).isEqualTo(key);
        assertThat(reason.message()).contains(words);
    }

    private static Target target(Key key) {
        return Writing.target(
                table(key), "PRIMARY", java.util.EnumSet.complementOf(java.util.EnumSet.of(DuplicatePolicy.UPDATE)));
    }

    private static String table(Key key) {
        return "k" + KEYS.indexOf(key);
    }
}
