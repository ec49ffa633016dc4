package io.rowcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerProcess;
import io.rowcall.web.Caller.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A worker with little memory and callers that ask much of it. */
class LargeBodiesIT {

    private static Scene scene;
    private static WorkerProcess worker;

    @BeforeAll
    static void open() {
        scene = Scene.create("large");
        scene.database().execute("CREATE TABLE notes (id INT PRIMARY KEY, text MEDIUMTEXT)");
        worker = scene.fork(scene.worker().target("notes", "table: notes").heap("256m"))
                .awaitReady();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void largeBodiesAtOnceAreAnsweredOrTurnedAwayAndEndNothing() {
        Caller caller = new Caller(worker::uri);
        String text = "x".repeat(7 << 20);
        List<CompletableFuture<Reply>> calls = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                        caller.post("/notes/batchInsert?wait=60s", "[{\"id\":%d,\"text\":\"%s\"}]".formatted(i, text))))
                .toList();

        List<Integer> statuses =
                calls.stream().map(CompletableFuture::join).map(Reply::status).toList();
        assertThat(statuses).containsOnly(200, 503).contains(200);
        assertThat(worker.alive()).isTrue();
        assertThat(scene.database().count("notes"))
                .isEqualTo(statuses.stream().filter(status -> status == 200).count());
        assertThat(caller.post("/notes/batchInsert", "[{\"id\":100}]").status()).isEqualTo(200);
    }
}
