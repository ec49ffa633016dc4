package io.rowcall.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Batch;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Row;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LargeBodyTest {

    /** White space that changes no row, and makes a body too large to be kept. */
    private static final String FILLER = " ".repeat(Scan.KEPT_BYTES);

    private static List<Row> rows(Batch batch) {
        List<Row> rows = new ArrayList<>();
        batch.rows().forEach(rows::add);
        return rows;
    }

    static Stream<List<Sent>> smallAndLarge() {
        String objects = "{\"id\":1,\"name\":\"Ada\"},{\"id\":2},{\"id\":1,\"ID\":2},7,{\"id\":1e999999}";
        String lines = "{\"id\":1,\"name\":\"Ada\"}\n{\"id\":2}\nhello\n7\n{\"id\":\"\\ud800\"}\n";
        String records = "1,Ada\n2,\n3\n\"x\"y,1\n4,\"a\nb\"\n";
        String rows = "\"rows\":[[1,\"Ada\"],[2],[3,4,5],{},[\"\\ud800\",0]]";
        String ids = "\"rowIds\":[\"a\",\"b\",\"c\",\"d\",\"e\"]";
        String columns = "\"columns\":[\"id\",\"name\"]";
        return Stream.of(
                List.of(Sent.json("[" + objects + "]"), Sent.json("[" + FILLER + objects + "]")),
                List.of(Sent.ndjson(lines), Sent.ndjson(lines + FILLER)),
                List.of(
                        Sent.csv("id,name\n" + records),
                        Sent.csv("id,name\n" + records + "\n".repeat(Scan.KEPT_BYTES))),
                List.of(
                        Sent.json("{" + columns + "," + rows + "," + ids + "}"),
                        Sent.json("{" + FILLER + columns + "," + rows + "," + ids + "}")),
                List.of(
                        Sent.json("{" + ids + "," + rows + "," + columns + "}"),
                        Sent.json("{" + ids + FILLER + "," + rows + "," + columns + "}")));
    }

    @ParameterizedTest
    @MethodSource("smallAndLarge")
    void largeBodyGivesTheSameRowsAsASmallOneAndGivesThemAgain(List<Sent> bodies) {
        Batch small = bodies.get(0).accepted();
        Batch large = bodies.get(1).accepted();

        assertThat(small.rows()).isInstanceOf(List.class);
        assertThat(large.rows()).isNotInstanceOf(List.class);
        assertThat(large.rowCount()).isEqualTo(small.rowCount()).isEqualTo(5);
        assertThat(large.bytes()).isEqualTo(bodies.get(1).body().length);
        assertThat(rows(large)).isEqualTo(rows(small)).isEqualTo(rows(large));
    }

    @Test
    void largeCompressedBodyIsInflatedAnewForEachReading() {
        // Different in each row, so that it doesn't compress like a bomb.
        String json = IntStream.range(0, 150_000)
                .mapToObj(i -> "{\"id\":" + i + ",\"name\":\"" + Integer.toHexString(i * 0x9E3779B9) + "\"}")
                .collect(Collectors.joining(",", "\ufeff[", "]"));
        Sent plain = Sent.json(json);
        Batch batch = plain.gzipped().accepted();

        assertThat(batch.rows()).isNotInstanceOf(List.class);
        assertThat(batch.bytes()).isEqualTo(plain.body().length).isGreaterThan(Scan.KEPT_BYTES);
        assertThat(rows(batch)).hasSize(150_000).isEqualTo(rows(batch)).isEqualTo(rows(plain.accepted()));
    }

    @Test
    void readersDoNotDisturbEachOther() {
        Batch batch = Sent.ndjson("{\"id\":1}\n{\"id\":2}\n" + FILLER).accepted();

        Iterator<Row> first = batch.rows().iterator();
        Iterator<Row> second = batch.rows().iterator();

        assertThat(first.next()).isEqualTo(second.next());
        assertThat(first.next()).isEqualTo(second.next());
        assertThat(first).isExhausted();
        assertThat(second.hasNext()).isFalse();
        org.assertj.core.api.Assertions.assertThatThrownBy(second::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void smallBodyOfVeryManyRowsIsNotKept() {
        Batch batch = Sent.json("{\"columns\":[\"a\"],\"rows\":[[1]" + ",[1]".repeat(400_000) + "]}")
                .accepted();

        assertThat(batch.bytes()).isLessThan(Scan.KEPT_BYTES);
        assertThat(batch.rows()).isNotInstanceOf(List.class);
        assertThat(rows(batch)).hasSize(400_001);
    }

    @Test
    void faultAtTheEndOfALargeBodyIsFoundBeforeAnyRowIsGiven() {
        Sent.json("[{\"id\":1}" + FILLER + ",").refused(RefusalCode.MALFORMED);
        Sent.json("[{\"id\":1}]" + FILLER + "x").refused(RefusalCode.MALFORMED);
        Sent.json("{\"columns\":[],\"rows\":[[]]," + FILLER + "\"x\":1}").refused(RefusalCode.MALFORMED);
    }
}
