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

class JsonColumnsTest {

    private static final String COLUMNS = "\"columns\":[\"id\",\"name\"]";
    private static final String ROWS = "\"rows\":[[1,\"Ada\"],[2,null]]";
    private static final String IDS = "\"rowIds\":[\"r-1\",\"\"]";

    static Stream<String> orders() {
        return Stream.of(
                COLUMNS + "," + ROWS + "," + IDS,
                COLUMNS + "," + IDS + "," + ROWS,
                ROWS + "," + COLUMNS + "," + IDS,
                ROWS + "," + IDS + "," + COLUMNS,
                IDS + "," + COLUMNS + "," + ROWS,
                IDS + "," + ROWS + "," + COLUMNS);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void keysMayComeInAnyOrder(String keys) {
        assertThat(Sent.json("{" + keys + "}").rows())
                .containsExactly(
                        new Row.Shaped(
                                0, "r-1", List.of("id", "name"), List.of(new Value.Num("1"), new Value.Text("Ada"))),
                        new Row.Shaped(1, "", List.of("id", "name"), List.of(new Value.Num("2"), Value.Null.NULL)));
    }

    @ParameterizedTest
    @ValueSource(strings = {COLUMNS + "," + ROWS, ROWS + "," + COLUMNS, COLUMNS + "," + ROWS + ",\"rowIds\":null"})
    void rowIdsMayBeLeftOut(String keys) {
        assertThat(Sent.json("{" + keys + "}").rows())
                .hasSize(2)
                .extracting(Row::rowId)
                .containsOnlyNulls();
    }

    @Test
    void rowsShareTheColumnList() {
        var rows = Sent.json("{" + COLUMNS + "," + ROWS + "}").rows();

        assertThat(((Row.Shaped) rows.get(0)).columns()).isSameAs(((Row.Shaped) rows.get(1)).columns());
    }

    @Test
    void rowsWithoutColumnsAreRowsOfDefaults() {
        assertThat(Sent.json("{\"columns\":[],\"rows\":[[],[]]}").rows()).hasSize(2);
        assertThat(Sent.json("{\"columns\":[\"id\"],\"rows\":[]}").rows()).isEmpty();
    }

    static Stream<Arguments> badRows() {
        return Stream.of(
                arguments("[]", "the row holds 0 values for 2 columns; "),
                arguments("[1]", "the row holds 1 values for 2 columns; "),
                arguments("[1,2,3]", "the row holds 3 values for 2 columns; "),
                arguments("[1,2,{\"a\":[3,4]},[],\"x\",null]", "the row holds 6 values for 2 columns; "),
                arguments("[1,\"\\ud800\"]", "column \"name\" holds half of a surrogate pair"),
                arguments("[1e200000000,1]", "column \"id\" is the number \"1e200000000\""),
                arguments("{\"id\":1}", "the row is an object, not an array; "),
                arguments("null", "the row is null, not an array; "));
    }

    @ParameterizedTest
    @MethodSource("badRows")
    void rowOfAnotherShapeFailsByItself(String json, String problem) {
        var rows = Sent.json("{" + COLUMNS + ",\"rows\":[" + json + ",[1,2]],\"rowIds\":[\"r-1\",\"r-2\"]}")
                .rows();

        var bad = (Row.Misshapen) rows.getFirst();
        assertThat(bad.raw()).isEqualTo(json);
        assertThat(bad.json()).isTrue();
        assertThat(bad.rowId()).isEqualTo("r-1");
        assertThat(bad.problem()).startsWith(problem);
        Sent.assertFitForPeople(bad.problem());
        assertThat(rows.get(1))
                .isEqualTo(new Row.Shaped(
                        1, "r-2", List.of("id", "name"), List.of(new Value.Num("1"), new Value.Num("2"))));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("{}", "the body has no \"columns\""),
                arguments("{" + COLUMNS + "}", "the body has no \"rows\""),
                arguments("{" + ROWS + "}", "the body has no \"columns\""),
                arguments("{\"id\":1}", "the body has a key \"id\", which is none of its form"),
                arguments("{\"ROWS\":[]}", "the body has a key \"ROWS\""),
                arguments("{" + COLUMNS + "," + ROWS + ",\"table\":\"t\"}", "the body has a key \"table\""),
                arguments("{" + ROWS + "," + COLUMNS + "," + ROWS + "}", "the key \"rows\" stands twice"),
                arguments("{" + IDS + "," + IDS + "}", "the key \"rowIds\" stands twice"),
                arguments("{\"columns\":\"id\"}", "\"columns\" is no array"),
                arguments("{\"columns\":null}", "\"columns\" is no array"),
                arguments("{\"rows\":{}}", "\"rows\" is no array"),
                arguments("{\"rowIds\":{}}", "\"rowIds\" is no array"),
                arguments("{\"columns\":[\"a\",1]}", "entry 1 of \"columns\" (counted from 0) is no name"),
                arguments("{\"columns\":[\"\"]}", "entry 0 of \"columns\" (counted from 0) is no name"),
                arguments("{\"columns\":[[\"a\"]]}", "entry 0 of \"columns\" (counted from 0) is no name"),
                arguments("{\"columns\":[\"a\",\"b\",\"A\"]}", "column \"a\" stands twice, also as \"A\""),
                arguments("{\"columns\":[\"\\udc00\"]}", "entry 0 of \"columns\" (counted from 0) is no name"),
                arguments("{\"rowIds\":[\"a\",1]}", "entry 1 of \"rowIds\" (counted from 0) is no string"),
                arguments("{\"rowIds\":[null]}", "entry 0 of \"rowIds\" (counted from 0) is no string"),
                arguments("{\"rowIds\":[\"\\ud800\"]}", "entry 0 of \"rowIds\" (counted from 0) holds half of a"),
                arguments(
                        "{\"rowIds\":[\"" + "x".repeat(256) + "\"]}",
                        "entry 0 of \"rowIds\" (counted from 0) holds 256 characters; the limit is 255"),
                arguments("{" + COLUMNS + "," + ROWS + ",\"rowIds\":[]}", "\"rowIds\" holds 0 ids for 2 rows"),
                arguments("{\"rowIds\":[\"a\"]," + COLUMNS + "," + ROWS + "}", "\"rowIds\" holds 1 ids for 2 rows"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void anyOtherObjectIsMalformed(String body, String problem) {
        assertThat(Sent.json(body).refused(RefusalCode.MALFORMED).message())
                .startsWith(problem)
                .endsWith("; send an array of row objects, or {\"columns\": [names], \"rows\": [[values], …]} "
                        + "with \"rowIds\": [strings] if you like");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"columns\"",
                "{\"columns\":[\"a\"],\"rows\":[[1]]",
                "{\"columns\":[\"a\"],\"rows\":[[1]],}",
                "{\"columns\":[\"a\"],\"rows\":[[NaN]]}",
                "{\"columns\":[\"a\"],\"rows\":[[1}",
                "{\"columns\":[\"a\"],\"rows\":[[1]]} x"
            })
    void brokenSyntaxIsMalformed(String body) {
        assertThat(Sent.json(body).refused(RefusalCode.MALFORMED).message())
                .startsWith("the body is no JSON that can be read: line 1, column ");
    }

    @Test
    void whatFollowsTheEndIsMalformed() {
        assertThat(Sent.json("{" + COLUMNS + "," + ROWS + "} {}")
                        .refused(RefusalCode.MALFORMED)
                        .message())
                .isEqualTo("the body goes on after its end, in line 1, column 55; send one JSON value a batch");
    }

    @Test
    void rowIdMayHold255Characters() {
        assertThat(Sent.json("{\"columns\":[],\"rows\":[[]],\"rowIds\":[\"" + "é".repeat(255) + "\"]}")
                        .rows())
                .extracting(Row::rowId)
                .containsExactly("é".repeat(255));
    }
}
