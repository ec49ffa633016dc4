package io.rowcall.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import de.siegmar.fastcsv.reader.CsvParseException;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    private static Value field(String text) {
        return new Value.Field(text);
    }

    private static Row row(int index, Value... values) {
        return new Row.Shaped(index, null, List.of("id", "name"), List.of(values));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,name\n1,Ada\n2,Bob\n",
                "id,name\n1,Ada\n2,Bob",
                "id,name\r\n1,Ada\r\n2,Bob\r\n",
                "id,name\r1,Ada\r2,Bob",
                "\n\r\nid,name\n\n1,Ada\n\r\n2,Bob\n\n",
                "\"id\",\"name\"\n\"1\",\"Ada\"\n\"2\",\"Bob\""
            })
    void everyLineAfterTheHeaderIsARow(String body) {
        assertThat(Sent.csv(body).rows())
                .containsExactly(row(0, field("1"), field("Ada")), row(1, field("2"), field("Bob")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,name", "id,name\n", "id,name\r\n\r\n"})
    void headerAloneIsABatchWithoutRows(String body) {
        assertThat(Sent.csv(body).rows()).isEmpty();
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                arguments("1,", Value.Null.NULL),
                arguments("1,\"\"", field("")),
                arguments("1, ", field(" ")),
                arguments("1,\"a,b\"", field("a,b")),
                arguments("1,\"say \"\"hi\"\"\"", field("say \"hi\"")),
                arguments("1,\"a\r\nb\nc\rd\"", field("a\r\nb\nc\rd")),
                arguments("1,\"\n\n\"", field("\n\n")),
                arguments("1,5\" pipe", field("5\" pipe")),
                arguments("1,NULL", field("NULL")),
                arguments("1,#x", field("#x")),
                arguments("1,a\u0000b", field("a\0b")),
                arguments("1,😀é", field("😀é")),
                arguments("1,=cmd()", field("=cmd()")));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void fieldsAreKeptAsTheyWereWritten(String line, Value expected) {
        for (String end : List.of("", "\n", "\r\n", "\r")) {
            assertThat(Sent.csv("id,name\n0,x\n" + line + end).rows())
                    .containsExactly(row(0, field("0"), field("x")), row(1, field("1"), expected));
        }
    }

    @Test
    void emptyFieldOfASingleColumnMustBeQuoted() {
        assertThat(Sent.csv("v\n\n\"\"\n").rows())
                .containsExactly(new Row.Shaped(0, null, List.of("v"), List.of(field(""))));
    }

    static Stream<Arguments> badRecords() {
        return Stream.of(
                arguments("1", "the record in line 3 holds 1 fields for the 2 columns of the header; "),
                arguments("1,2,3", "the record in line 3 holds 3 fields for the 2 columns of the header; "),
                arguments("1,\"a\nb\",,", "the record in line 3 holds 4 fields for the 2 columns of the header; "),
                arguments(" ", "the record in line 3 holds 1 fields for the 2 columns of the header; "),
                arguments(
                        "1,\"a\"b",
                        "the record in line 3 can't be read: Unexpected character after closing quote: 'b'"),
                arguments(
                        "1,\"a\" ",
                        "the record in line 3 can't be read: Unexpected character after closing quote: ' '"),
                arguments(
                        "\"1\"\u001b,\"a\nb\"",
                        "the record in line 3 can't be read: Unexpected character after closing quote"),
                arguments(
                        "1,\"a\r\nb\" \"c",
                        "the record in line 3 can't be read: Unexpected character after closing quote"),
                arguments("\"1\"x" + ",y".repeat(20_000), "the record in line 3 can't be read: "));
    }

    @ParameterizedTest
    @MethodSource("badRecords")
    void recordThatCannotBeReadFailsByItself(String record, String problem) {
        // An error is found before the record's last line when that isn't part of it.
        String found = record.startsWith("\"1\"\u001b") ? "\"1\"\u001b,\"a" : record;
        for (String end : List.of("\n", "\r\n", "\r")) {
            var rows = Sent.csv("id,name" + end + "1,Ada" + end + found + end + "2,Bob" + end)
                    .rows();

            assertThat(rows).hasSize(3).contains(row(0, field("1"), field("Ada")), row(2, field("2"), field("Bob")));
            var bad = (Row.Misshapen) rows.get(1);
            assertThat(bad.raw()).isEqualTo(found);
            assertThat(bad.json()).isFalse();
            assertThat(bad.problem()).startsWith(problem);
            Sent.assertFitForPeople(bad.problem());
        }
    }

    @Test
    void quoteThatIsNeverClosedTakesTheRestOfTheBody() {
        var rows = Sent.csv("id,name\n1,Ada\n2,\"Bob\n3,Eve\n").rows();

        assertThat(rows).hasSize(2).contains(row(0, field("1"), field("Ada")));
        var bad = (Row.Misshapen) rows.get(1);
        assertThat(bad.raw()).isEqualTo("2,\"Bob\n3,Eve");
        assertThat(bad.problem())
                .isEqualTo("the record in line 3 can't be read: Unclosed quoted field at end of input; "
                        + "put fields that hold quotes into quotes, and write each quote in them twice");
    }

    @Test
    void badRecordsInARowFailEachByItself() {
        var rows = Sent.csv("v\n\"a\"b\n\"c\"d\n\n\"e\"f\ng\n\"").rows();

        assertThat(rows).hasSize(5);
        assertThat(rows.stream().filter(Row.Misshapen.class::isInstance).map(row -> ((Row.Misshapen) row).raw()))
                .containsExactly("\"a\"b", "\"c\"d", "\"e\"f", "\"");
        assertThat(rows.get(3)).isEqualTo(new Row.Shaped(3, null, List.of("v"), List.of(field("g"))));
        assertThat(((Row.Misshapen) rows.get(2)).problem()).startsWith("the record in line 5 ");
    }

    static Stream<Arguments> badHeaders() {
        return Stream.of(
                arguments("", "is missing, the body is empty"),
                arguments("\n\r\n", "is missing, the body is empty"),
                arguments("id,,name\n", "has no name for its field 2 (counted from 1)"),
                arguments("id,\"\"\n", "has no name for its field 2 (counted from 1)"),
                arguments(",\n", "has no name for its field 1 (counted from 1)"),
                arguments("id,name,ID\n", "can't be used: column \"id\" stands twice, also as \"ID\""),
                arguments("id,id\n", "can't be used: column \"id\" stands twice;"),
                arguments("\"id\n1\n2\n", "can't be read: Unclosed quoted field at end of input"),
                arguments("\"id\"x\n1\n", "can't be read: Unexpected character after closing quote: 'x'"));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void bodyWithoutAUsableHeaderIsMalformed(String body, String problem) {
        assertThat(Sent.csv(body).refused(RefusalCode.MALFORMED).message())
                .startsWith("the header line " + problem)
                .endsWith("; start the body with a line of column names");
    }

    @Test
    void fieldLongerThanAnyBufferIsOneField() {
        String text = "x\r\n\"\"".repeat(50_000);

        assertThat(Sent.csv("id,name\r\n1,\"" + text + "\"\r\n2,y\r\n").rows())
                .containsExactly(row(0, field("1"), field(text.replace("\"\"", "\""))), row(1, field("2"), field("y")));
    }

    @Test
    void rowsShareTheColumnList() {
        var rows = Sent.csv("id,name\n1,a\n\"b\"x\n2,c\n").rows();

        assertThat(((Row.Shaped) rows.get(0)).columns()).isSameAs(((Row.Shaped) rows.get(2)).columns());
    }

    @Test
    void errorOfTheMachineIsNoFaultOfTheRecordThatItStruck() {
        var error = new OutOfMemoryError();

        assertThatThrownBy(() -> CsvRows.problem(new CsvParseException("Exception when reading first record", error)))
                .isSameAs(error);
    }

    @Test
    void readingLineByLineChangesNothing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder body = new StringBuilder("id,name\n");
            List<Row> expected = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                String id = text(random);
                String name = text(random);
                expected.add(row(expected.size(), written(body, id, random), written(body.append(','), name, random)));
                body.append(List.of("\n", "\r\n", "\r").get(random.nextInt(3)));
            }
            assertThat(Sent.csv(body.toString()).rows())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(List.of("a", "\"", ",", "\n", "\r", "\r\n", "é", " ", "x".repeat(5_000))
                    .get(random.nextInt(9)));
        }
        return text.toString();
    }

    private static Value written(StringBuilder body, String text, Random random) {
        boolean quoted = !text.matches("[^\",\r\n]*") || random.nextBoolean();
        body.append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
        return text.isEmpty() && !quoted ? Value.Null.NULL : field(text);
    }
}
