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

class NdjsonTest {

    private static Row row(int index, String id) {
        return new Row.Shaped(index, null, List.of("id"), List.of(new Value.Num(id)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1}\n{\"id\":2}\n",
                "{\"id\":1}\n{\"id\":2}",
                "{\"id\":1}\r\n{\"id\":2}\r\n",
                "\n \t\r\n{\"id\":1}\n\n\r\n  {\"id\": 2}  \n \n",
            })
    void everyLineIsARow(String body) {
        assertThat(Sent.ndjson(body).rows()).containsExactly(row(0, "1"), row(1, "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n \n"})
    void noLinesAreNoRows(String body) {
        assertThat(Sent.ndjson(body).rows()).isEmpty();
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments("{\"id\":", "line 3 is no JSON that can be read: column 7: "),
                arguments("{\"id\":NaN}", "line 3 is no JSON that can be read: column "),
                arguments("hello", "line 3 is no JSON that can be read: column 1: "),
                arguments("{\"id\":1},", "line 3 is no JSON that can be read: column 9: "),
                arguments("{\"id\":1} {\"id\":2}", "line 3 goes on after its object"),
                arguments("{\"id\":\"\u0000\"}", "line 3 is no JSON that can be read: column "),
                arguments("{\u0000\"\u0000i\u0000", "line 3 is no JSON that can be read: column "),
                arguments("\ufeff{\"id\":1}", "line 3 is no JSON that can be read: column "));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void lineThatCannotBeReadFailsByItself(String line, String problem) {
        var rows = Sent.ndjson("{\"id\":1}\n\n" + line + "\r\n{\"id\":2}\n").rows();

        assertThat(rows).hasSize(3).contains(row(0, "1"), row(2, "2"));
        var bad = (Row.Misshapen) rows.get(1);
        assertThat(bad.raw()).isEqualTo(line);
        assertThat(bad.json()).isFalse();
        assertThat(bad.problem()).startsWith(problem).endsWith("; write one JSON object on one line");
        Sent.assertFitForPeople(bad.problem());
    }

    @Test
    void lineThatIsNoObjectIsKeptAsJson() {
        var row = Sent.ndjson("[1, 2]\n").misshapen();

        assertThat(row.raw()).isEqualTo("[1,2]");
        assertThat(row.json()).isTrue();
    }

    @Test
    void faultOfOneLineIsNotToldOfTheNext() {
        var rows = Sent.ndjson("{\"v\":\"\\ud800\",\n{\"v\":1}\n").rows();

        assertThat(rows.get(0)).isInstanceOf(Row.Misshapen.class);
        assertThat(rows.get(1)).isInstanceOf(Row.Shaped.class);
    }

    @Test
    void linesOfOneShapeShareTheirColumnList() {
        var rows = Sent.ndjson("{\"id\":1}\n{\"id\":2}\n").rows();

        assertThat(((Row.Shaped) rows.get(0)).columns()).isSameAs(((Row.Shaped) rows.get(1)).columns());
    }

    @Test
    void lineLongerThanAnyBufferIsOneRow() {
        String text = "x".repeat(100_000);

        assertThat(Sent.ndjson("{\"id\":1}\n{\"v\":\"" + text + "\"}\n{\"id\":2}")
                        .rows())
                .containsExactly(
                        row(0, "1"), new Row.Shaped(1, null, List.of("v"), List.of(new Value.Text(text))), row(2, "2"));
    }

    @Test
    void nestingBeyondTheLimitRefusesTheBatch() {
        Sent.ndjson("{\"v\":" + "[".repeat(101)).refused(RefusalCode.TOO_LARGE);
        Sent.ndjson("[".repeat(20_000)).refused(RefusalCode.TOO_LARGE);
    }
}
