package io.rowcall.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Target.Limits TWO = new Target.Limits(1 << 20, 2, 2, 2);

    /** A body of so many rows of so many columns, in every form. */
    private static Map<String, Sent> bodies(int rows, int columns) {
        List<String> names = IntStream.range(0, columns).mapToObj(i -> "c" + i).toList();
        String object = names.stream().map(name -> "\"" + name + "\":1").collect(Collectors.joining(",", "{", "}"));
        String array = "[" + "1,".repeat(columns - 1) + "1]";
        String quoted = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(","));
        return Map.of(
                "array",
                Sent.json(IntStream.range(0, rows).mapToObj(i -> object).collect(Collectors.joining(",", "[", "]"))),
                "columns first",
                Sent.json("{\"columns\":[" + quoted + "],\"rows\":["
                        + IntStream.range(0, rows).mapToObj(i -> array).collect(Collectors.joining(",")) + "]}"),
                "rows first",
                Sent.json("{\"rows\":["
                        + IntStream.range(0, rows).mapToObj(i -> array).collect(Collectors.joining(","))
                        + "],\"columns\":[" + quoted + "]}"),
                "ndjson",
                Sent.ndjson((object + "\n").repeat(rows)),
                "csv",
                Sent.csv(String.join(",", names) + "\n" + ("1,".repeat(columns - 1) + "1\n").repeat(rows)));
    }

    @Test
    void batchAtItsLimitsIsTaken() {
        bodies(2, 2)
                .forEach((form, sent) ->
                        assertThat(sent.within(TWO).rows()).as(form).hasSize(2));
    }

    @Test
    void moreRowsAreRefused() {
        bodies(3, 2)
                .forEach((form, sent) -> assertThat(
                                sent.within(TWO).refused(RefusalCode.TOO_LARGE).message())
                        .as(form)
                        .isEqualTo("the batch holds more than 2 rows, the limit of this target; "
                                + "send them in several batches"));
    }

    @Test
    void rowThatIsLargerThanAMessageIsRefusedWithItsBatch() {
        String text = "x".repeat(9 << 20);
        String lines = "some text\n".repeat(1_800_000);
        Map.of(
                        "one value",
                        Sent.json("[{\"a\":1},{\"a\":\"" + text + text + "\"}]"),
                        "two values",
                        Sent.json("[{\"a\":1},{\"a\":\"" + text + "\",\"b\":\"" + text + "\"}]"),
                        "a document",
                        Sent.json("{\"columns\":[\"a\"],\"rows\":[[[" + "{},".repeat(6 << 20) + "1]]]}"),
                        "no row at all",
                        Sent.json("[[" + "{},".repeat(6 << 20) + "1]]"),
                        "a line",
                        Sent.ndjson("{\"a\":1}\n{\"a\":\"" + text + text + "\"}\n"),
                        "a line of CSV",
                        Sent.csv("a,b\n1,2\n" + text + "," + text + "\n"),
                        "a record of many lines",
                        Sent.csv("a,b\n1,2\n1,\"" + lines + "\"\n"))
                .forEach((form, sent) -> assertThat(
                                sent.refused(RefusalCode.TOO_LARGE).message())
                        .as(form)
                        .isEqualTo("one of the body's rows holds more than 16,777,216 bytes or characters; "
                                + "leave it out, or shorten its values"));
    }

    @Test
    void moreColumnsAreRefused() {
        bodies(2, 3)
                .forEach((form, sent) -> assertThat(
                                sent.within(TWO).refused(RefusalCode.TOO_LARGE).message())
                        .as(form)
                        .contains("more than 2 columns, the limit of this target; send fewer columns"));
    }

    @Test
    void moreBytesAreRefused() {
        bodies(2, 2).forEach((form, sent) -> {
            int size = sent.body().length;
            sent.within(new Target.Limits(size, 2, 2, 2)).accepted();
            assertThat(sent.within(new Target.Limits(size - 1, 2, 2, 2))
                            .refused(RefusalCode.TOO_LARGE)
                            .message())
                    .isEqualTo(
                            "the body holds more than %d bytes, the limit of target users; send its rows in several batches"
                                    .formatted(size - 1));
        });
    }

    @Test
    void deeperNestingIsRefusedInEveryForm() {
        for (Sent sent : List.of(
                Sent.json("[{\"v\":[[[]]]}]"),
                Sent.json("{\"columns\":[\"v\"],\"rows\":[[{\"a\":{\"b\":{}}}]]}"),
                Sent.ndjson("{\"v\":[[[]]]}"),
                Sent.json("{\"columns\":[\"v\"],\"rows\":[[1,[[[]]]]]}"),
                Sent.json("[[[[]]]]"))) {
            assertThat(sent.within(TWO).refused(RefusalCode.TOO_LARGE).message())
                    .contains(" is nested deeper than 2 levels, the limit of this target; send a flatter value");
        }
    }

    @Test
    void rowOf4096ColumnsIsTaken() {
        bodies(1, 4_096)
                .forEach((form, sent) -> assertThat(((Row.Shaped) sent.rows().getFirst()).values())
                        .as(form)
                        .hasSize(4_096));
        bodies(1, 4_097).forEach((form, sent) -> sent.refused(RefusalCode.TOO_LARGE));
    }

    @Test
    void aMillionRowsAreTakenAndNoMore() {
        for (Map.Entry<String, Sent> body : bodies(1_000_000, 1).entrySet()) {
            assertThat(body.getValue().accepted().rowCount()).as(body.getKey()).isEqualTo(1_000_000);
        }
        Sent.json("[" + "{},".repeat(1_000_000) + "{}]").refused(RefusalCode.TOO_LARGE);
    }

    @Test
    void rowOfMillionsOfValuesFailsWithoutBecomingMillionsOfObjects() {
        byte[] body = ("{\"columns\":[\"a\"],\"rows\":[[" + "0,".repeat(4_000_000) + "0]]}").getBytes(UTF_8);

        assertThat(Sent.json("").body(body).misshapen().problem())
                .isEqualTo("the row holds 4,000,001 values for 1 columns; "
                        + "give one value for each column, null where there is none");
        assertThat(Sent.csv("a\n" + ",".repeat(4_000_000)).misshapen().problem())
                .startsWith("the record in line 2 holds 4,000,001 fields for the 1 columns of the header; ");
    }

    @Test
    void quoteThatIsNeverClosedTakesNoMoreMemoryThanItsText() {
        assertThat(Sent.csv("a\n\"" + "x\n".repeat(2_000_000)).misshapen().raw())
                .hasSize(4_000_000);
    }

    @Test
    void linesThatNeverRepeatTheirKeysAreRowsAsWell() {
        String lines = IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"v\":{\"a" + i + "\":1,\"b" + i + "\":2}}\n")
                .collect(Collectors.joining());

        assertThat(Sent.ndjson(lines).rows()).hasSize(20_000);
    }

    @Test
    void keyLongerThanMySqlKeepsIsRefused() {
        Sent.json("[{\"v\":{\"" + "k".repeat(65_535) + "\":1}}]").accepted();
        Sent.json("[{\"v\":{\"" + "k".repeat(65_536) + "\":1}}]").refused(RefusalCode.TOO_LARGE);
    }

    @Test
    void hundredsOfThousandsOfKeysAreNoAttack() {
        String keys =
                IntStream.range(0, 300_000).mapToObj(i -> "\"key" + i + "\":1").collect(Collectors.joining(","));

        Sent.json("[{\"v\":{" + keys + "}}]").value();
    }
}
