package io.rowcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.rowcall.batch.Counts;
import io.rowcall.cli.Totals.Group;
import io.rowcall.publish.BatchSplitter.Part;
import io.rowcall.publish.OutgoingBatch;
import io.rowcall.publish.ReceivedResult;
import io.rowcall.publish.rows.BodyFormat;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final Duration NO_PATIENCE = Duration.ofMillis(1);

    private final Totals totals = new Totals();
    private final Answers answers = new Answers(false, (page, message, firstRow) -> totals.add(page, firstRow));

    @Test
    void repeatedResultsCountOnce() throws InterruptedException {
        answers.expect(part("b-1", 0));
        answers.take(completed("r-1", "b-1"));
        answers.take(completed("r-1", "b-1"));

        assertThat(answers.await(NO_PATIENCE, () -> {})).isTrue();
        assertThat(totals.counts()).isEqualTo(new Counts(3, 3, 0, 0, 0));
    }

    @Test
    void batchIsAnsweredWhenAllItsPagesAreThereInWhateverOrder() throws InterruptedException {
        answers.expect(part("b-1", 100));
        answers.take(page("r-1", "b-1", 2, 7));
        assertThat(answers.await(NO_PATIENCE, () -> {})).isFalse();
        assertThat(answers.answered()).isZero();
        answers.take(page("r-1", "b-1", 1, 2));

        assertThat(answers.await(NO_PATIENCE, () -> {})).isTrue();
        assertThat(totals.counts()).isEqualTo(new Counts(10, 8, 0, 0, 2));
        assertThat(totals.firstFailures()).containsOnlyKeys(102L, 107L);
        assertThat(totals.reasons()).containsOnly(entry(new Group("TOO_LONG", List.of("name"), null), 2));
    }

    @Test
    void resultsOfOtherBatchesAreNobodysConcern() throws InterruptedException {
        answers.expect(part("b-1", 0));
        answers.take(completed("r-9", "b-9"));

        assertThat(answers.await(NO_PATIENCE, () -> {})).isFalse();
        assertThat(totals.counts().rows()).isZero();
    }

    @Test
    void resultsOfDryRunsAnswerOnlyDryRuns() throws InterruptedException {
        answers.expect(part("b-1", 0));
        answers.take(result(completed("r-1", "b-1").json().replace("\"dryRun\":false", "\"dryRun\":true")));

        assertThat(answers.await(NO_PATIENCE, () -> {})).isFalse();
    }

    @Test
    void refusalIsAnAnswer() throws InterruptedException {
        answers.expect(part("b-1", 0));
        answers.take(result("""
                        {"resultId":"r-1","batchId":"b-1","target":"users","status":"refused","dryRun":false,
                         "code":"BATCH_ID_REUSED","message":"take a new id"}"""));

        assertThat(answers.await(NO_PATIENCE, () -> {})).isTrue();
        assertThat(totals.refused()).containsExactly(new Totals.Refused("b-1", "BATCH_ID_REUSED", "take a new id"));
    }

    @Test
    void onlyTheFirstTenFailedRowsAreKept() {
        for (int batch = 9; batch >= 0; batch--) {
            answers.expect(part("b-" + batch, 10L * batch));
            answers.take(page("r-" + batch, "b-" + batch, 1, 3));
            answers.take(page("r-" + batch, "b-" + batch, 2, 5));
        }

        assertThat(totals.firstFailures().keySet()).containsExactly(3L, 5L, 13L, 15L, 23L, 25L, 33L, 35L, 43L, 45L);
        assertThat(totals.reasons().values()).containsExactly(20);
    }

    @Test
    void resultThatCannotBeReadIsNoSilence() {
        answers.expect(part("b-1", 0));
        answers.take(result("{\"batchId\":"));

        assertThatThrownBy(() -> answers.await(Duration.ofSeconds(5), () -> {})).isInstanceOf(RuntimeException.class);
    }

    private static Part part(String batchId, long firstRow) {
        return new Part(1, firstRow, 3, OutgoingBatch.of("users", batchId, BodyFormat.JSON, new byte[0]));
    }

    private static ReceivedResult completed(String resultId, String batchId) {
        return result("""
                {"resultId":"%s","batchId":"%s","target":"users","status":"completed","dryRun":false,
                 "counts":{"rows":3,"inserted":3,"updated":0,"unchanged":0,"failed":0},"page":1,"pages":1,"failures":[]}""".formatted(resultId, batchId));
    }

    /** Ten rows, two failed, one on each of two pages. */
    private static ReceivedResult page(String resultId, String batchId, int page, int row) {
        return result("""
                {"resultId":"%s","batchId":"%s","target":"users","status":"partial","dryRun":false,
                 "counts":{"rows":10,"inserted":8,"updated":0,"unchanged":0,"failed":2},"page":%d,"pages":2,
                 "failures":[{"row":%d,"rowId":null,"values":{"id":1},
                   "reasons":[{"code":"TOO_LONG","column":"name","limit":64,"actual":80,"message":"too long"}]}]}""".formatted(resultId, batchId, page, row));
    }

    private static ReceivedResult result(String json) {
        return new ReceivedResult("r", "users.partial", json);
    }
}
