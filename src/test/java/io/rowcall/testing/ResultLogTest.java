package io.rowcall.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tools must not call good what is bad. */
class ResultLogTest {

    private static final String FAILED_0 = """
            {"row":0,"rowId":null,"values":{"id":7},"reasons":[{"code":"TOO_LONG","column":"name","limit":64,"actual":80,"message":"name holds 80 characters; the limit is 64"}]}""";
    private static final String FAILED_1 = """
            {"row":1,"rowId":"r-1","values":{},"reasons":[{"code":"DUPLICATE_KEY","columns":["a","b"],"constraint":"ab","message":"exists"}]}""";

    private final ResultLog log = new ResultLog();

    @Test
    void pagesMakeOneResult() {
        add("r1", partial("r1", "b1", 3, 1, 2, 1, 2, FAILED_0));
        assertThat(log.results()).isEmpty();

        add("r1", partial("r1", "b1", 3, 1, 2, 2, 2, FAILED_1));

        log.check();
        Result result = log.results().getFirst();
        assertThat(result)
                .counts(3, 1, 0, 0, 2)
                .failedRows(0, 1)
                .rowFailed(0, ReasonCode.TOO_LONG, "name", "64", "80")
                .rowFailedSaying(0, ReasonCode.TOO_LONG, "name", "80", "64")
                .rowFailed(1, ReasonCode.DUPLICATE_KEY);
        assertThat(result.failure(1).reasons().getFirst().columns()).containsExactly("a", "b");
        assertThat(result.failure(1).rowId()).isEqualTo("r-1");
    }

    @Test
    void listenerIsToldOnceWhenTheLastPageHasCome() {
        List<String> told = new ArrayList<>();
        log.onResult(result -> told.add(result.resultId()));

        add("r1", partial("r1", "b1", 3, 1, 2, 2, 2, FAILED_1));
        assertThat(told).isEmpty();
        add("r1", partial("r1", "b1", 3, 1, 2, 1, 2, FAILED_0));
        add("r1", partial("r1", "b1", 3, 1, 2, 1, 2, FAILED_0));

        assertThat(told).containsExactly("r1");
        assertThat(log.faults()).isEmpty();
    }

    @Test
    void repeatsAreCountedAndNotASecondResult() {
        add("r1", completed("r1", "b1"));
        add("r1", completed("r1", "b1"));

        log.check();
        assertThat(log.results()).hasSize(1);
        assertThat(log.copies("b1")).isEqualTo(2);
    }

    @Test
    void refusalMayStandBesideAnAppliedResult() {
        add("r1", completed("r1", "b1"));
        add("users.refused", "r2", 2, """
                {"resultId":"r2","batchId":"b1","target":"users","status":"refused","dryRun":false,"code":"BATCH_ID_REUSED","message":"the id was used"}""");

        log.check();
        assertThat(log.results().get(1)).isRefused(RefusalCode.BATCH_ID_REUSED).says("the id");
    }

    @Test
    void repeatWithOtherBytesIsFound() {
        add("r1", completed("r1", "b1"));
        add("r1", completed("r1", "b1") + " ");
        assertThatThrownBy(log::check).hasMessageContaining("repeat with other bytes");
    }

    @Test
    void secondAppliedResultIsFound() {
        add("r1", completed("r1", "b1"));
        add("r2", completed("r2", "b1"));
        assertThatThrownBy(log::check).hasMessageContaining("applied twice");
    }

    @Test
    void wrongEnvelopeIsFound() {
        add("users.failed", "r1", 2, completed("r1", "b1"));
        assertThatThrownBy(log::check).hasMessageContaining("routing key users.failed, not users.completed");

        ResultLog other = new ResultLog();
        other.add(
                "users.completed",
                new BasicProperties.Builder().messageId("r9").deliveryMode(1).build(),
                completed("r1", "b1").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(other::check)
                .hasMessageContaining("message_id r9 is not the result id")
                .hasMessageContaining("not persistent");
    }

    @Test
    void brokenJsonIsFound() {
        add("r1", "{");
        assertThatThrownBy(log::check).hasMessageContaining("wrong results");
    }

    @Test
    void countsThatDoNotAddUpAreFound() {
        add("r1", partial("r1", "b1", 4, 1, 2, 1, 1, FAILED_0 + "," + FAILED_1));
        assertThatThrownBy(log::check).hasMessageContaining("don't add up");
    }

    @Test
    void failuresThatAreMissingOrDoubledAreFound() {
        add("r1", partial("r1", "b1", 3, 1, 2, 1, 1, FAILED_0));
        assertThatThrownBy(log::check).hasMessageContaining("1 failures are listed");

        ResultLog doubled = new ResultLog();
        add(doubled, "users.partial", "r1", 2, partial("r1", "b1", 3, 1, 2, 1, 1, FAILED_1 + "," + FAILED_1));
        assertThatThrownBy(doubled::check).hasMessageContaining("row 1 after row 1");
    }

    @Test
    void failureTextCarriesTheResult() {
        add("r1", partial("r1", "b1", 3, 1, 2, 1, 1, FAILED_0 + "," + FAILED_1));
        Result result = log.results().getFirst();

        assertThat(result.status()).isEqualTo(Status.PARTIAL);
        assertThatThrownBy(() -> assertThat(result).isCompleted())
                .hasMessageContaining("expected status COMPLETED")
                .hasMessageContaining("inserted=1")
                .hasMessageContaining("row 0 TOO_LONG[name] name holds 80 characters")
                .hasMessageContaining("last log");
        assertThatThrownBy(() -> assertThat(result).insertedAll(3)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(result).failedRows(0)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(result).rowFailed(0, ReasonCode.CHECK))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(result).rowFailed(0, ReasonCode.TOO_LONG, "other"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(result).rowFailed(0, ReasonCode.TOO_LONG, "name", "65", "80"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(result).rowFailed(2, ReasonCode.TOO_LONG))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(result).isRefused(RefusalCode.POISON))
                .isInstanceOf(AssertionError.class);
        assertThatCode(() -> assertThat(result).hasStatus(Status.PARTIAL)).doesNotThrowAnyException();
    }

    private void add(String resultId, String body) {
        add("users." + (body.contains("partial") ? "partial" : "completed"), resultId, 2, body);
    }

    private void add(String routingKey, String resultId, int deliveryMode, String body) {
        add(log, routingKey, resultId, deliveryMode, body);
    }

    private static void add(ResultLog log, String routingKey, String resultId, int deliveryMode, String body) {
        log.add(
                routingKey,
                new BasicProperties.Builder()
                        .messageId(resultId)
                        .deliveryMode(deliveryMode)
                        .build(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String completed(String resultId, String batchId) {
        return """
                {"resultId":"%s","batchId":"%s","target":"users","status":"completed","dryRun":false,"importId":null,"part":null,"parts":null,\
                "counts":{"rows":1,"inserted":1,"updated":0,"unchanged":0,"failed":0},"page":1,"pages":1,"failures":[],\
                "appliedAt":"2026-11-22T12:00:00.000Z"}""".formatted(resultId, batchId);
    }

    private static String partial(
            String resultId, String batchId, int rows, int inserted, int failed, int page, int pages, String failures) {
        return """
                {"resultId":"%s","batchId":"%s","target":"users","status":"partial","dryRun":false,"importId":null,"part":null,"parts":null,\
                "counts":{"rows":%d,"inserted":%d,"updated":0,"unchanged":0,"failed":%d},"page":%d,"pages":%d,"failures":[%s],\
                "appliedAt":"2026-11-22T12:00:00.000Z"}""".formatted(resultId, batchId, rows, inserted, failed, page, pages, failures);
    }
}
