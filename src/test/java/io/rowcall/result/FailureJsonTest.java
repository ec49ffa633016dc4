package io.rowcall.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a row holds, its failure fits a message: a result that no broker takes would keep its target from going on. */
class FailureJsonTest {

    private static final Target TARGET = Users.target(Map.of());

    @Test
    void numberOfMillionsOfDigitsIsReplacedByItsSize() {
        String json = failure(new Row.Shaped(0, null, List.of("id"), List.of(new Value.Num("7".repeat(20 << 20)))));

        assertThat(json).contains("\"id\":{\"omitted\":true,\"bytes\":20971520").hasSizeLessThan(1_000);
    }

    @Test
    void longRowIdIsReplacedByItsSize() {
        String json = failure(new Row.Shaped(0, "r".repeat(20 << 20), List.of("id"), List.of(new Value.Num("7"))));

        assertThat(json).contains("\"rowId\":{\"omitted\":true").hasSizeLessThan(1_000);
    }

    @Test
    void rowOfThousandsOfLongNamesIsShownWithoutItsValues() {
        List<String> names =
                IntStream.range(0, 1_000).mapToObj(i -> i + "x".repeat(20_000)).toList();
        String json = failure(new Row.Shaped(0, null, names, Collections.nCopies(1_000, new Value.Num("7"))));

        assertThat(json).contains("\"values\":{\"omitted\":true}").hasSizeLessThan(1_000);
    }

    private static String failure(Row row) {
        byte[] json = new FailureJson(TARGET).write(row, List.of(Reason.ofRow(ReasonCode.BAD_ROW, "it is bad")));
        return new String(json, StandardCharsets.UTF_8);
    }
}
