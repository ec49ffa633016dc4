package io.rowcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Wire;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import io.rowcall.web.Caller.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BatchInsertIT {

    private static Scene scene;
    private static Caller caller;

    @BeforeAll
    static void open() {
        scene = Scene.create("insert");
        scene.database()
                .execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(8) NOT NULL, credit DECIMAL(30, 4))");
        Worker worker = scene.start(scene.worker()
                .target("users", "table: users", "allowed: fail,ignore,update", "max-bytes: 8MB")
                .target("masked", "table: users", "values.name: mask"));
        caller = new Caller(worker);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @BeforeEach
    void empty() {
        scene.database().execute("TRUNCATE TABLE users");
    }

    @Test
    void goodRowsGoInAndBadOnesComeBackWithTheirReasons() {
        Reply reply = caller.post("/users/batchInsert", """
                [{"id":1,"name":"Ada"},
                 {"id":2,"name":"much too long"},
                 {"id":1,"name":"Bob"},
                 {"id":3,"name":"Cleo"}]""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("success").toString())
                .isEqualTo("[{\"id\":1,\"name\":\"Ada\"},{\"id\":3,\"name\":\"Cleo\"}]");
        JsonNode failed = reply.json().path("failed");
        assertThat(failed).hasSize(2);
        assertThat(failed.path(0).path("index").intValue()).isEqualTo(1);
        assertThat(failed.path(0).path("row").toString()).isEqualTo("{\"id\":2,\"name\":\"much too long\"}");
        assertThat(failed.path(0).path("reasons").path(0).path("code").asString())
                .isEqualTo("TOO_LONG");
        assertThat(failed.path(1).path("reasons").path(0).path("code").asString())
                .isEqualTo("DUPLICATE_IN_BATCH");
        assertThat(reply.json().path("counts").toString())
                .isEqualTo("{\"rows\":4,\"inserted\":2,\"updated\":0,\"unchanged\":0,\"failed\":2}");
        assertThat(reply.json().path("status").asString()).isEqualTo("partial");
        assertThat(scene.database().count("users")).isEqualTo(2);
    }

    @Test
    void rowsComeBackByteForByte() {
        Reply reply = caller.post("/users/batchInsert", """
                [ {"id": 1e0,"credit":12345678901234567890.1000, "name":"\\u0041\\"]"}, {"id":2.50,"name":"Zoë"} ]""");

        assertThat(reply.text())
                .contains("\"success\":[{\"id\": 1e0,\"credit\":12345678901234567890.1000, \"name\":\"\\u0041\\\"]\"}]")
                .contains("\"row\":{\"id\":2.50,\"name\":\"Zoë\"}");
    }

    @Test
    void reasonsAreThoseOfTheResultMessage() {
        Reply reply = caller.post(
                "/users/batchInsert", "[{\"id\":\"x\",\"name\":null,\"nmae\":1}]", "Idempotency-Key", "same words");
        assertThat(reply.problem()).isEqualTo("BAD_PARAMETER");
        reply = caller.post(
                "/users/batchInsert", "[{\"id\":\"x\",\"name\":null,\"nmae\":1}]", "Idempotency-Key", "same-words");

        Result result = scene.results().await("same-words");
        assertThat(reply.json().path("failed").path(0).path("reasons"))
                .isEqualTo(result.head().path("failures").path(0).path("reasons"))
                .hasSize(3);
    }

    @Test
    void sameKeyIsAnsweredAlikeAndAppliedOnce() {
        String rows = "[{\"id\":1,\"name\":\"Ada\"},{\"id\":1,\"name\":\"Ada\"}]";
        Reply first = caller.post("/users/batchInsert", rows, "Idempotency-Key", "again");
        Reply second = caller.post("/users/batchInsert", rows, "Idempotency-Key", "\"again\"");

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Rowcall-Batch-Id")).isEqualTo("again");
        assertThat(scene.database().count("users")).isEqualTo(1);
    }

    @Test
    void callsAtOnceWithOneKeyAreAppliedOnce() {
        String rows = "[{\"id\":1,\"name\":\"Ada\"}]";
        List<CompletableFuture<Reply>> replies = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> caller.post("/users/batchInsert", rows, "Idempotency-Key", "at-once")))
                .toList();

        assertThat(replies.stream().map(CompletableFuture::join).map(Reply::text))
                .hasSize(8)
                .allMatch(text -> text.contains("\"inserted\":1"));
    }

    @Test
    void callWithoutKeyGetsAnIdThatSortsByTime() {
        Reply reply = caller.post("/users/batchInsert", "[]");

        String id = reply.json().required("batchId").asString();
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(reply.header("Rowcall-Batch-Id")).isEqualTo(id);
        assertThat(reply.json().path("status").asString()).isEqualTo("completed");
        assertThat(reply.text()).contains("\"success\":[],\"failed\":[]");
    }

    @Test
    void keyOfOtherRowsIsAConflict() {
        caller.post("/users/batchInsert", "[{\"id\":1,\"name\":\"Ada\"}]", "Idempotency-Key", "taken");
        Reply reply = caller.post("/users/batchInsert", "[{\"id\":2,\"name\":\"Bob\"}]", "Idempotency-Key", "taken");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("BATCH_ID_REUSED");
        assertThat(reply.json().path("batchId").asString()).isEqualTo("taken");
        assertThat(scene.database().count("users")).isEqualTo(1);

        JsonNode batch = caller.get("/batches/users/taken").json();
        assertThat(batch.path("status").asString()).isEqualTo("completed");
        assertThat(batch.path("refusals").path(0).path("code").asString()).isEqualTo("BATCH_ID_REUSED");
        // The right content is still answered as at first.
        assertThat(caller.post("/users/batchInsert", "[{\"id\":1,\"name\":\"Ada\"}]", "Idempotency-Key", "taken")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void policyIsPartOfTheContent() {
        String rows = "[{\"id\":1,\"name\":\"Ada\"}]";
        caller.post("/users/batchInsert", rows);
        Reply ignored = caller.post("/users/batchInsert?onDuplicate=ignore", rows, "Idempotency-Key", "policy");
        assertThat(ignored.json().path("counts").path("unchanged").intValue()).isEqualTo(1);

        Reply other = caller.post("/users/batchInsert?onDuplicate=update", rows, "Idempotency-Key", "policy");
        assertThat(other.problem()).isEqualTo("BATCH_ID_REUSED");
    }

    @Test
    void failuresOfManyPagesAreAllAnswered() {
        String filler = "x".repeat(2_000);
        String rows = IntStream.range(0, 1_500)
                .mapToObj(i -> "{\"id\":%d,\"name\":\"%s\"}".formatted(i, i % 2 == 0 ? "ok" : filler))
                .collect(Collectors.joining(",", "[", "]"));
        Reply reply = caller.post("/users/batchInsert", rows, "Idempotency-Key", "many");

        assertThat(reply.json().path("success")).hasSize(750);
        JsonNode failed = reply.json().path("failed");
        assertThat(failed).hasSize(750);
        for (JsonNode row : failed) {
            assertThat(row.path("row").path("id").intValue())
                    .isEqualTo(row.path("index").intValue())
                    .isOdd();
        }
        JsonNode first = caller.get("/batches/users/many").json();
        assertThat(first.path("pages").intValue()).isGreaterThan(1);
        List<Integer> indexes = new ArrayList<>();
        for (int page = 1; page <= first.path("pages").intValue(); page++) {
            caller.get("/batches/users/many?page=" + page)
                    .json()
                    .path("failures")
                    .forEach(row -> indexes.add(row.path("row").intValue()));
        }
        assertThat(indexes).hasSize(750).isSorted();
        assertThat(caller.get("/batches/users/many?page=99").problem()).isEqualTo("BAD_PARAMETER");
    }

    @Test
    void whatCanNeverBeAppliedIsRefusedBeforeItIsPublished() {
        int dead = scene.broker().ready(Wire.DEAD);
        assertRefused(400, "MALFORMED", caller.post("/users/batchInsert", "[{\"id\":1,"));
        assertRefused(400, "MALFORMED", caller.post("/users/batchInsert", ""));
        assertRefused(400, "MALFORMED", caller.post("/users/batchInsert", "{\"columns\":[\"id\"],\"rows\":[[1]]}"));
        assertRefused(
                415,
                "UNSUPPORTED_CONTENT_TYPE",
                caller.post("/users/batchInsert", "id\n1\n", "Content-Type", "text/csv"));
        assertRefused(
                415,
                "UNSUPPORTED_CONTENT_TYPE",
                caller.post("/users/batchInsert", "[]", "Content-Type", "application/json; charset=latin1"));
        assertRefused(
                415, "UNSUPPORTED_CONTENT_TYPE", caller.post("/users/batchInsert", "[]", "Content-Encoding", "gzip"));
        String large = "[" + " ".repeat(9 << 20) + "]";
        assertRefused(413, "TOO_LARGE", caller.post("/users/batchInsert", large));
        assertRefused(413, "TOO_LARGE", caller.postChunked("/users/batchInsert", large));
        assertThat(scene.broker().ready(Wire.DEAD)).isEqualTo(dead);
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        assertRefused(404, "UNKNOWN_TARGET", caller.post("/nobody/batchInsert", "[]"));
        assertRefused(400, "BAD_PARAMETER", caller.post("/users/batchInsert?dry_run=true", "[]"));
        assertRefused(400, "BAD_PARAMETER", caller.post("/users/batchInsert?dryRun=true", "[]"));
        assertRefused(400, "BAD_PARAMETER", caller.post("/users/batchInsert?wait=2h", "[]"));
        assertRefused(400, "BAD_PARAMETER", caller.post("/users/batchInsert?wait=soon", "[]"));
        assertRefused(400, "BAD_PARAMETER", caller.post("/users/batchInsert?wait=1&wait=2", "[]"));
        assertRefused(400, "BAD_PARAMETER", caller.post("/users/batchInsert?onDuplicate=unchanged", "[]"));
        assertRefused(
                400, "BAD_PARAMETER", caller.post("/users/batchInsert", "[]", "Idempotency-Key", "k".repeat(256)));
        assertRefused(405, "METHOD_NOT_ALLOWED", caller.get("/users/batchInsert"));
        assertRefused(404, "NOT_FOUND", caller.get("/nowhere/at/all"));
        assertRefused(404, "NOT_FOUND", caller.post("/nowhere/at/all", "[]"));
        assertRefused(404, "UNKNOWN_BATCH", caller.get("/batches/users/never-seen"));
        assertRefused(404, "UNKNOWN_TARGET", caller.get("/batches/nobody/b1"));
    }

    @Test
    void bodyWithoutALengthIsTakenToo() {
        String rows = IntStream.range(0, 5_000)
                .mapToObj(i -> "{\"id\":%d,\"name\":\"n%d\"}".formatted(i, i))
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(caller.postChunked("/users/batchInsert", rows).json().path("success"))
                .hasSize(5_000);
    }

    @Test
    void maskedValuesAreNotShownToWhoeverAsksLater() {
        caller.post("/masked/batchInsert", "[{\"id\":1,\"name\":\"secret beyond 8\"}]", "Idempotency-Key", "masked");

        assertThat(caller.get("/batches/masked/masked").text())
                .contains("TOO_LONG")
                .contains("\"masked\":true")
                .doesNotContain("secret");
    }

    @Test
    void idsThatFitNoPathAreFoundByParameter() {
        Reply posted = caller.post("/users/batchInsert", "[]", "Idempotency-Key", "a/b?c;d%2F..");

        assertThat(posted.json().path("batchId").asString()).isEqualTo("a/b?c;d%2F..");
        JsonNode found = caller.get(Places.of(new io.rowcall.batch.BatchKey("users", "a/b?c;d%2F.."))
                        .toString())
                .json();
        assertThat(found.path("batchId").asString()).isEqualTo("a/b?c;d%2F..");
    }

    private static void assertRefused(int status, String code, Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(code);
        assertThat(reply.json().path("detail").asString()).isNotBlank();
    }
}
