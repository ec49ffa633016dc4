package io.rowcall.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Counts;
import io.rowcall.batch.ImportPart;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Status;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import io.rowcall.ledger.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the ledger holds renders to these bytes, in this version and in every later one: a result that was sent once is
 * the same when it is sent again, by whichever worker. An expectation here that has to be changed breaks that promise.
 */
class ResultRendererTest {

    private static final ContentHash HASH = new ContentHash("0123456789abcdef".repeat(4));

    /** As {@code rowcall_failure} holds it. */
    private static final String STORED_PAGE = """
            LAEAAHgBbY9NSgNBEIWvUryNm1aYZBPGVUQIgjgggosYQtndZAb6B/pHF8Pcxpt4MatjwI2roqreq/fVfkaKn+g71eqDQY90\
            3UHhg121Gf2MSYYrhfD95a2sfdUjlRjJxXDCIj7LOQaR7mfoaJrmZRiOj8PTTu7o6KoPMvv1K7jJTwX9RoF1qewke63gbc58\
            at6zjsboTKZuTXrkJEKb8i2V0dLZTlOmzQ2Ww6Iu/AJ44Q/VOWlYnsJKvWFrWDD+gbzb3h+fh1dZ/oW3hGR1TIY0h6tC761n\
            06IOP/HsYSU=""";

    private static final String FAILURES = """
            [{"row":1,"rowId":"r-1","values":{"id":2,"näme":"much too long"},"reasons":[{"code":"TOO_LONG","column":"näme",\
            "limit":8,"actual":13,"message":"näme holds 13 characters; the limit is 8."}]},\
            {"row":2,"rowId":null,"raw":"2,\\"Ada","reasons":[{"code":"BAD_ROW","message":"the record can't be read"}]}]""";

    private static final Target TARGET =
            Users.target(Map.of("masked", Target.ValueDisplay.MASK, "dropped", Target.ValueDisplay.DROP));

    @Test
    void completedResult() {
        assertThat(text(ResultRenderer.page(entry(new Counts(4, 1, 2, 1, 0), 1, null, 0), 1, null, "c-1")))
                .isEqualTo("""
                        {"resultId":"1df6d64e330d1f67bc869037b0006e31","batchId":"b-1 \\"é\\"","target":"users","status":"completed",\
                        "dryRun":false,"importId":null,"part":null,"parts":null,\
                        "counts":{"rows":4,"inserted":1,"updated":2,"unchanged":1,"failed":0},"page":1,"pages":1,\
                        "failures":[],"appliedAt":"2026-11-22T18:51:17.000Z"}""");
    }

    @Test
    void onePageOfAPartialResult() {
        LedgerEntry entry = entry(new Counts(5, 3, 0, 0, 2), 3, new ImportPart("import-7", 2, null), 4_000_000);
        ResultMessage message = ResultRenderer.page(entry, 2, stored(STORED_PAGE), null);

        assertThat(text(message)).isEqualTo("""
                        {"resultId":"9ddd64a9dc8d523f52c20c8d63965f95","batchId":"b-1 \\"é\\"","target":"users","status":"partial",\
                        "dryRun":false,"importId":"import-7","part":2,"parts":null,\
                        "counts":{"rows":5,"inserted":3,"updated":0,"unchanged":0,"failed":2},"page":2,"pages":3,\
                        "failures":FAILURES,"appliedAt":"2026-11-22T18:51:17.004Z"}""".replace("FAILURES", FAILURES));
        assertThat(message.routingKey()).isEqualTo("users.partial");
    }

    @Test
    void dryRunThatFailedAltogether() {
        LedgerEntry entry = entry(new Counts(2, 0, 0, 0, 2), 1, new ImportPart("import-7", 2, 9), 120_000_000);

        assertThat(text(ResultRenderer.dryRunPage(entry, "dry-1", 1, stored(STORED_PAGE), null)))
                .isEqualTo("""
                        {"resultId":"dry-1","batchId":"b-1 \\"é\\"","target":"users","status":"failed",\
                        "dryRun":true,"importId":"import-7","part":2,"parts":9,\
                        "counts":{"rows":2,"inserted":0,"updated":0,"unchanged":0,"failed":2},"page":1,"pages":1,\
                        "failures":FAILURES,"appliedAt":"2026-11-22T18:51:17.120Z"}""".replace("FAILURES", FAILURES));
    }

    @Test
    void refusedResult() {
        Refusal refusal = new Refusal(RefusalCode.MALFORMED, "the body is no JSON; mend it");
        String id = ResultRenderer.refusalId("users", "b-1", HASH, refusal);

        assertThat(text(ResultRenderer.refused(id, "users", "b-1", refusal, new ImportPart("import-7", 1, 9), "c-1")))
                .isEqualTo("""
                        {"resultId":"5403dec9192129e8f24c0d5c6c266545","batchId":"b-1","target":"users","status":"refused",\
                        "dryRun":false,"importId":"import-7","part":1,"parts":9,\
                        "code":"MALFORMED","message":"the body is no JSON; mend it"}""");
    }

    @Test
    void refusedResultOfAMessageWithoutAnId() {
        Refusal refusal = new Refusal(RefusalCode.BATCH_ID_MISSING, "the message has no message_id");
        String id = ResultRenderer.refusalId("users", null, null, refusal);
        ResultMessage message = ResultRenderer.refused(id, "users", null, refusal, null, null);

        assertThat(text(message)).isEqualTo("""
                        {"resultId":"7783ee0a77c73cbcd2f6bb8652b4d891","batchId":null,"target":"users","status":"refused",\
                        "dryRun":false,"importId":null,"part":null,"parts":null,\
                        "code":"BATCH_ID_MISSING","message":"the message has no message_id"}""");
        assertThat(message.status()).isEqualTo(Status.REFUSED);
    }

    /** Failed rows are kept as they were written first; subscribers of two versions still want them written alike. */
    @Test
    void failedRow() {
        Row row = new Row.Shaped(
                41,
                "r-42",
                List.of("null", "bool", "num", "text", "field", "json", "masked", "dropped", "long"),
                List.of(
                        Value.Null.NULL,
                        Value.Bool.TRUE,
                        new Value.Num("1.50e3"),
                        new Value.Text("é\"\n€\u0001/"),
                        new Value.Field("7"),
                        new Value.Json("{\"b\":[1,2.0]}"),
                        new Value.Text("s3cr3t"),
                        new Value.Text("s3cr3t"),
                        new Value.Text("x".repeat(70_000))));
        List<Reason> reasons = List.of(
                Reason.ofLimit(ReasonCode.TOO_LONG, "text", "8", "13", "too long"),
                Reason.ofLimit(ReasonCode.OUT_OF_RANGE, "num", "0 to 255", "1500", "too large"),
                new Reason(
                        ReasonCode.DUPLICATE_KEY, List.of("text", "num"), "uq_text", null, "4294967296", "met a row"),
                Reason.ofRow(ReasonCode.DATABASE, "refused"));

        assertThat(new String(new FailureJson(TARGET).write(row, reasons), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"row":41,"rowId":"r-42","values":{"null":null,"bool":true,"num":1.50e3,"text":"é\\"\\n€\\u0001/",\
                        "field":"7","json":{"b":[1,2.0]},"masked":{"masked":true},\
                        "long":{"omitted":true,"bytes":70000,"sha256":"bca09f4a757d5571c7d9f3341d4301f3c391c090826acc1a3013c6bcb7c01722"}},\
                        "reasons":[{"code":"TOO_LONG","column":"text","limit":8,"actual":13,"message":"too long"},\
                        {"code":"OUT_OF_RANGE","column":"num","limit":"0 to 255","actual":1500,"message":"too large"},\
                        {"code":"DUPLICATE_KEY","columns":["text","num"],"constraint":"uq_text","actual":"4294967296",\
                        "message":"met a row"},{"code":"DATABASE","message":"refused"}]}""");
    }

    private static LedgerEntry entry(Counts counts, int pages, @Nullable ImportPart part, int nanos) {
        return new LedgerEntry(
                new BatchKey("users", "b-1 \"é\""),
                HASH,
                counts,
                pages,
                part,
                LocalDateTime.of(2026, 11, 22, 18, 51, 17, nanos));
    }

    private static byte[] stored(String base64) {
        return Compression.uncompress(Base64.getDecoder().decode(base64));
    }

    private static String text(ResultMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
