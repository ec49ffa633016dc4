package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.sql.Sql;
import io.rowcall.testing.Database;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values arrive as they were given, whether they stand in a statement's text, are bound, or stand beside bound ones. */
@TestInstance(Lifecycle.PER_CLASS)
class TextsOfRowsIT {

    private Database database;
    private Writing writing;

    @BeforeAll
    void makeTable() {
        database = Database.create("texts");
        database.execute("CREATE TABLE texts (a LONGTEXT, b LONGTEXT, c LONGBLOB, d BIT(16), e BIGINT)");
        writing = Writing.on(database);
    }

    @AfterAll
    void close() {
        writing.close();
        database.close();
    }

    static Stream<String> texts() {
        return Stream.of(
                        Stream.of(
                                "",
                                "'",
                                "''",
                                "\\",
                                "\\'",
                                "'\\",
                                "\\\\'",
                                "?",
                                "'?'",
                                "it's? no: \\?",
                                "', '2', 3, 4, 5); DROP TABLE texts; -- ",
                                "-- x",
                                "# x",
                                "/* x",
                                "*/",
                                "/*! 1 */",
                                "`",
                                "\"",
                                "{d '2026-01-01'}",
                                "{fn NOW()}",
                                "a\0b",
                                "\b\t\n\r\032",
                                "😀'😀",
                                "x".repeat(5_000) + "'\\"),
                        // All characters of the basic plane but surrogates; where a backslash is among them they are
                        // bound.
                        Stream.of(characters(' ', '\\'), characters('\\' + 1, 0x800)),
                        IntStream.iterate(0, from -> from < 0x10000, from -> from + 0x800)
                                .filter(from -> from != 0xD800)
                                .mapToObj(from -> characters(from, from + 0x800))
                                .flatMap(all -> Stream.of(all, all + '\\')))
                .flatMap(some -> some);
    }

    private static String characters(int from, int to) {
        return IntStream.range(from, to)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsArriveAsGiven(String text) {
        assertStored(text, "plain");
        // One that has to be bound makes the driver look for marks in the text of the other.
        assertStored(text, "back\\slash");
        assertStored("back\\slash", text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256, 4_096, 5_000})
    void bytesArriveAsGiven(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        insert(sql -> sql.add("'a', NULL, ")
                .bytes(bytes)
                .add(", ")
                .bytes(new byte[] {'1', '2'})
                .add(", NULL"));

        assertThat(writing.jdbc().queryForObject("SELECT CONCAT(HEX(c), ' ', HEX(d)) FROM texts", String.class))
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(bytes) + " 3132");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void numbersArriveAsGiven(long number) {
        insert(sql -> sql.add("'a', NULL, NULL, NULL, ").number(number));

        assertThat(writing.jdbc().queryForObject("SELECT e FROM texts", Long.class))
                .isEqualTo(number);
    }

    private void assertStored(String a, String b) {
        insert(sql -> sql.text(a).add(", ").text(b).add(", NULL, NULL, NULL"));

        assertThat(writing.jdbc().queryForObject("SELECT a FROM texts", String.class))
                .isEqualTo(a);
        assertThat(writing.jdbc().queryForObject("SELECT b FROM texts", String.class))
                .isEqualTo(b);
    }

    private void insert(UnaryOperator<Sql> values) {
        database.execute("DELETE FROM texts");
        Sql insert = values.apply(new Sql().add("INSERT INTO texts VALUES (")).add(")");
        writing.transaction().executeWithoutResult(status -> writing.mapper().insert(insert));
    }
}
