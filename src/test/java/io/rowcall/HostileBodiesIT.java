package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Status;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** A worker of 256 MB, which an OutOfMemoryError would end, answers whatever is made to use it up. */
class HostileBodiesIT {

    private static final int MEGA = 1 << 20;

    /** What can never be applied, and why not. */
    private static Map<BatchMessage, RefusalCode> refused() {
        Map<BatchMessage, RefusalCode> refused = new LinkedHashMap<>();
        refused.put(
                named("gzip bomb")
                        .body("[" + " ".repeat(80 * MEGA) + "]")
                        .gzip()
                        .message(),
                RefusalCode.TOO_LARGE);
        refused.put(
                named("gzip bomb of rows")
                        .body("[" + "{},".repeat(10 * MEGA) + "{}]")
                        .gzip()
                        .message(),
                RefusalCode.TOO_LARGE);
        refused.put(
                named("deep arrays").body("[{\"name\":" + "[".repeat(8 * MEGA)).message(), RefusalCode.TOO_LARGE);
        refused.put(named("deep objects").body("[" + "{\"name\":".repeat(MEGA)).message(), RefusalCode.TOO_LARGE);
        refused.put(
                named("a million keys")
                        .body("[{" + names(1_000_000, ":1") + "}]")
                        .message(),
                RefusalCode.TOO_LARGE);
        refused.put(
                named("a million columns")
                        .body("{\"columns\":[" + names(1_000_000, "") + "],\"rows\":[[1]]}")
                        .message(),
                RefusalCode.TOO_LARGE);
        refused.put(
                named("a header line of a million columns")
                        .csv()
                        .body(names(1_000_000, "") + "\n1\n")
                        .message(),
                RefusalCode.TOO_LARGE);
        refused.put(
                named("a million rows and one")
                        .body("[" + "{},".repeat(1_000_000) + "{}]")
                        .message(),
                RefusalCode.TOO_LARGE);
        refused.put(
                named("a million lines and one")
                        .ndjson()
                        .body("{}\n".repeat(1_000_001))
                        .message(),
                RefusalCode.TOO_LARGE);
        refused.put(
                named("one key again and again")
                        .body("[{" + "\"id\":1,".repeat(MEGA) + "\"id\":1}]")
                        .message(),
                RefusalCode.TOO_LARGE);
        BatchBuilder headers = named("thousands of headers").row("id", 1);
        IntStream.range(0, 5_000).forEach(i -> headers.header("rowcall-" + i, i));
        refused.put(headers.message(), RefusalCode.UNSUPPORTED_HEADER);
        return refused;
    }

    /** What can be read, row by row, and must not go in. */
    private static Map<BatchMessage, ReasonCode> failed() {
        Map<BatchMessage, ReasonCode> failed = new LinkedHashMap<>();
        failed.put(
                named("a number of millions of digits")
                        .body("[{\"id\":" + "9".repeat(4 * MEGA) + "}]")
                        .message(),
                ReasonCode.BAD_ROW);
        failed.put(
                named("a number of a huge exponent")
                        .body("[{\"id\":1e999999999}]")
                        .message(),
                ReasonCode.BAD_ROW);
        failed.put(
                named("one string")
                        .body("[{\"id\":1,\"name\":\"" + "x".repeat(15 * MEGA) + "\"}]")
                        .message(),
                ReasonCode.TOO_LONG);
        failed.put(
                named("a list of millions")
                        .body("[{\"id\":1,\"name\":[" + "1,".repeat(4 * MEGA) + "1]}]")
                        .message(),
                ReasonCode.WRONG_TYPE);
        failed.put(
                named("a quote that never ends")
                        .csv()
                        .body("id,name\n1,\"" + "x\n".repeat(4 * MEGA))
                        .message(),
                ReasonCode.BAD_ROW);
        failed.put(
                named("a row of millions of fields")
                        .csv()
                        .body("id,name\n" + ",".repeat(8 * MEGA))
                        .message(),
                ReasonCode.BAD_ROW);
        failed.put(
                named("tens of thousands of empty rows")
                        .body("[" + "{},".repeat(49_999) + "{}]")
                        .message(),
                ReasonCode.NO_DEFAULT);
        return failed;
    }

    private static BatchBuilder named(String id) {
        return batch("n").id(id);
    }

    private static String names(int count, String after) {
        return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\"" + after).collect(Collectors.joining(","));
    }

    @Test
    void smallWorkerAnswersAllOfThemAndGoesOn() {
        try (Scene scene = Scene.create("hostile")) {
            scene.database().execute("CREATE TABLE n (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
            WorkerProcess worker =
                    scene.fork(scene.worker().target("n", "table: n").heap("256m"));
            worker.awaitReady();

            Map<BatchMessage, RefusalCode> refused = refused();
            refused.keySet().forEach(scene::publish);
            refused.forEach((batch, code) ->
                    assertThat(scene.results().await(batch)).as(batch.id()).isRefused(code));
            refused.clear();
            Map<BatchMessage, ReasonCode> failed = failed();
            failed.keySet().forEach(scene::publish);
            SoftAssertions.assertSoftly(softly -> failed.forEach((batch, code) -> {
                Result result = scene.results().await(batch);
                String found = result.failures().isEmpty()
                        ? result.status() + " " + result.refusal()
                        : result.status() + " " + result.failures().getFirst().codes();
                softly.assertThat(found)
                        .as(batch.id())
                        .startsWith(Status.FAILED.name())
                        .contains(code.name());
            }));

            assertThat(scene.send(batch("n").row("id", 1, "name", "Ada"))).insertedAll(1);
            assertThat(scene.database().count("n")).isEqualTo(1);
            assertThat(worker.alive()).isTrue();
            assertThat(worker.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
        }
    }
}
