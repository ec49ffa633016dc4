package io.rowcall.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayTest {

    @Test
    void objectsAreRows() {
        assertThat(Sent.json("[{\"id\":1,\"name\":\"Ada\"},{\"id\":2,\"name\":null}]")
                        .rows())
                .containsExactly(
                        new Row.Shaped(
                                0, null, List.of("id", "name"), List.of(new Value.Num("1"), new Value.Text("Ada"))),
                        new Row.Shaped(1, null, List.of("id", "name"), List.of(new Value.Num("2"), Value.Null.NULL)));
    }

    @Test
    void noRowsAreABatchToo() {
        assertThat(Sent.json(" [ ] ").rows()).isEmpty();
    }

    @Test
    void rowsMayDifferInTheirColumns() {
        var rows = Sent.json(
                        "[{\"a\":1,\"b\":2},{\"a\":1},{\"b\":1,\"a\":2},{},{\"a\":1,\"b\":2,\"c\":3},{\"a\":1,\"x\":2}]")
                .rows();

        assertThat(rows)
                .extracting(row -> ((Row.Shaped) row).columns())
                .containsExactly(
                        List.of("a", "b"),
                        List.of("a"),
                        List.of("b", "a"),
                        List.of(),
                        List.of("a", "b", "c"),
                        List.of("a", "x"));
        assertThat(rows)
                .allSatisfy(row -> assertThat(((Row.Shaped) row).values()).hasSameSizeAs(((Row.Shaped) row).columns()));
    }

    @Test
    void rowsOfOneShapeShareTheirColumnList() {
        var rows = Sent.json("[{\"a\":1},{\"a\":2},{\"b\":3},{\"a\":4},{\"b\":5}]").rows().stream()
                .map(row -> ((Row.Shaped) row).columns())
                .toList();

        assertThat(rows.get(1)).isSameAs(rows.get(0));
        assertThat(rows.get(3)).isSameAs(rows.get(0));
        assertThat(rows.get(4)).isSameAs(rows.get(2));
    }

    @Test
    void aThousandShapesAreRowsAsWell() {
        StringBuilder body = new StringBuilder("[{}");
        for (int i = 0; i < 1_000; i++) {
            body.append(",{\"c").append(i).append("\":1,\"C").append(i + i % 2).append("\":2}");
        }

        var rows = Sent.json(body.append(']').toString()).rows();

        assertThat(rows.stream().filter(Row.Misshapen.class::isInstance)).hasSize(500);
        assertThat(rows.get(1000))
                .isEqualTo(new Row.Shaped(
                        1000, null, List.of("c999", "C1000"), List.of(new Value.Num("1"), new Value.Num("2"))));
    }

    static Stream<Arguments> oneColumnTwice() {
        return Stream.of(
                arguments("{\"id\":1,\"id\":2}", "column \"id\" stands twice;"),
                arguments("{\"id\":1,\"n\":null,\"ID\":2}", "column \"id\" stands twice, also as \"ID\";"),
                arguments("{\"ÄB\":1,\"äb\":2}", "column \"ÄB\" stands twice, also as \"äb\";"));
    }

    @ParameterizedTest
    @MethodSource("oneColumnTwice")
    void oneColumnSpeltTwiceFailsItsRow(String json, String problem) {
        var row = Sent.json("[" + json + "]").misshapen();

        assertThat(row.problem()).isEqualTo(problem + problem().formatted());
        assertThat(row.raw()).isEqualTo(json);
        assertThat(row.json()).isTrue();
    }

    private static String problem() {
        return " column names are compared without case, keep one of the two";
    }

    @Test
    void rowAfterABadRowIsStillRead() {
        var rows = Sent.json("[{\"a\":1},{\"a\":1,\"A\":2},{\"a\":1e200000000},7,{\"a\":3}]")
                .rows();

        assertThat(rows.get(1)).isInstanceOf(Row.Misshapen.class);
        assertThat(rows.get(2)).isInstanceOf(Row.Misshapen.class);
        assertThat(rows.get(3)).isInstanceOf(Row.Misshapen.class);
        assertThat(rows.get(4)).isEqualTo(new Row.Shaped(4, null, List.of("a"), List.of(new Value.Num("3"))));
    }

    static Stream<Arguments> noObjects() {
        return Stream.of(
                arguments("1.50", "a number"),
                arguments("\"x\\u001b\"", "a string"),
                arguments("true", "a boolean"),
                arguments("null", "null"),
                arguments("[1,{\"a\":[]},\"\\ud800\"]", "an array"));
    }

    @ParameterizedTest
    @MethodSource("noObjects")
    void rowThatIsNoObjectFails(String json, String found) {
        var row = Sent.json("[ " + json + " ]").misshapen();

        assertThat(row.raw()).isEqualTo(json);
        assertThat(row.json()).isTrue();
        assertThat(row.problem())
                .isEqualTo("the row is " + found + ", not an object; write the row as {\"column\": value, …}");
    }

    @Test
    void nameWithHalfACharacterIsNoJson() {
        for (String row : new String[] {"{\"\\ud800\":1}", "{\"v\":{\"\\udc00x\":1}}"}) {
            assertThat(Sent.json("[" + row + "]").refused(RefusalCode.MALFORMED).message())
                    .containsPattern("(Broken surrogate pair|Unexpected low surrogate) in property name");
            assertThat(Sent.ndjson(row).misshapen().raw()).isEqualTo(row);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[{",
                "[{\"a\"",
                "[{\"a\":",
                "[{\"a\":1",
                "[{\"a\":1}",
                "[{\"a\":1},",
                "[{\"a\":1},]",
                "[{\"a\":1}}",
                "[{\"a\":1} {\"a\":2}]",
                "[{a:1}]",
                "[{\"a\":\"\n\"}]",
                "[{\"a\":\"\\x\"}]",
                "[{\"a\":tru\u0001e}]",
                "[\u0007]",
                "// rows\n[]",
                "]",
                "}",
                "[1,,2]",
                "[{\"a\":\"abc",
                "[{\"a\":\"\\u12\"}]"
            })
    void brokenSyntaxIsMalformed(String body) {
        assertThat(Sent.json(body).refused(RefusalCode.MALFORMED).message())
                .matches("the body is no JSON that can be read: line [12], column \\d+: .+;"
                        + " mend it and send the whole batch again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[] []", "[{\"a\":1}]{}", "[]1", "[]\n\"x\"", "[]null"})
    void whatFollowsTheEndIsMalformed(String body) {
        assertThat(Sent.json(body).refused(RefusalCode.MALFORMED).message())
                .startsWith("the body goes on after its end, in line ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]]", "[]x", "[],"})
    void rubbishAfterTheEndIsMalformed(String body) {
        Sent.json(body).refused(RefusalCode.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "1", "\"[]\"", "null", "true"})
    void bodyThatIsNoListIsMalformed(String body) {
        assertThat(Sent.json(body).refused(RefusalCode.MALFORMED).message())
                .contains("; send an array of rows, [{\"column\": value, …}, …], or {\"columns\"");
    }

    @Test
    void nulIsDataAndNoEnd() {
        assertThat(Sent.json("[{\"v\":\"\\u0000\"},{\"v\":1}]").rows()).hasSize(2);
    }
}
