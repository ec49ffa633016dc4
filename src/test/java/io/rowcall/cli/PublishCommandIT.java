package io.rowcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rowcall.batch.Wire;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Scene;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files through a real worker into a real table. */
class PublishCommandIT {

    private static Scene scene;

    private final Console console = new Console();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startWorker() {
        scene = Scene.create("cli");
        scene.database().execute("""
                        CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(8) NOT NULL,
                                            score DECIMAL(20, 10), note JSON)""");
        scene.start(scene.worker().target("users", "table: users", "allowed: fail, ignore"));
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @BeforeEach
    void emptyTable() {
        scene.database().execute("DELETE FROM users");
    }

    @Test
    void allRowsAreIn() {
        String file = file("users.csv", "\uFEFFid,name\r\n1,Ada\r\n2,\"B\nb\"\r\n3,Cleo\r\n");

        assertThat(publish(file, "--rows", "2", "--follow", "--import-id", "all-in"))
                .as(console::err)
                .isZero();

        assertThat(console.out()).contains("import  all-in", "parts   2 of 2 confirmed", "rows    3");
        assertThat(console.out()).containsPattern("inserted +3\\R").containsPattern("failed +0\\R");
        assertThat(scene.database().queryColumn("SELECT name FROM users ORDER BY id"))
                .containsExactly("Ada", "B\nb", "Cleo");
    }

    @Test
    void failedRowsAreCountedByCodeAndColumnAndTheFirstAreNamed() {
        String file = file("users.csv", "id,name\n1,Ada\n2,much too long\n3,also too long\n1,Again\n");

        assertThat(publish(file, "--rows", "2", "--follow")).isEqualTo(3);

        assertThat(console.out())
                .containsPattern("inserted +1\\R")
                .containsPattern("failed +3\\R")
                .containsPattern("TOO_LONG +name +2\\R")
                .containsPattern("row 2 +TOO_LONG +name holds 13 characters")
                .containsPattern("row 4 +DUPLICATE_KEY");
    }

    @Test
    void sameImportAgainIsAnsweredAgainAndAppliesNothingTwice() {
        String file = file("users.csv", "id,name\n1,Ada\n2,much too long\n");
        assertThat(publish(file, "--follow", "--import-id", "twice")).isEqualTo(3);
        String first = console.out();

        assertThat(publish(file, "--follow", "--import-id", "twice")).isEqualTo(3);

        assertThat(console.out()).isEqualTo(first);
        assertThat(scene.database().count("users")).isEqualTo(1);
    }

    @Test
    void otherRowsUnderAUsedImportIdAreRefused() {
        publish(file("a.csv", "id,name\n1,Ada\n"), "--follow", "--import-id", "used");

        assertThat(publish(file("b.csv", "id,name\n2,Bob\n"), "--follow", "--import-id", "used"))
                .isEqualTo(4);

        assertThat(console.out()).contains("refused", "used-000001  BATCH_ID_REUSED");
        assertThat(scene.database().count("users")).isEqualTo(1);
    }

    @Test
    void dryRunTellsAndLeavesNoTrace() {
        String file = file("users.csv", "id,name\n1,Ada\n2,much too long\n");

        assertThat(publish(file, "--dry-run", "--follow")).isEqualTo(3);

        assertThat(console.out()).containsPattern("inserted +1\\R").containsPattern("failed +1\\R");
        assertThat(scene.database().count("users")).isZero();
    }

    @Test
    void policyMayBeChosen() {
        String file = file("users.ndjson", "{\"id\":1,\"name\":\"Ada\"}\n{\"id\":1,\"name\":\"Bob\"}\n");

        assertThat(publish(file, "--on-duplicate", "ignore", "--follow")).isZero();

        assertThat(console.out()).containsPattern("inserted +1\\R").containsPattern("unchanged +1\\R");
    }

    @Test
    void jsonArrayKeepsItsDigitsAndGzipChangesNothing() {
        String file = file(
                "users.json",
                "[ {\"id\":1,\"name\":\"Ada\",\"score\":1234567890.1234567891,\"note\":{\"a\":[1]}},\n {\"id\":2,\"name\":\"B\"}]");

        assertThat(publish(file, "--gzip", "--follow")).as(console::out).isZero();

        assertThat(scene.database().queryValue("SELECT CAST(score AS CHAR) FROM users WHERE id = 1"))
                .isEqualTo("1234567890.1234567891");
    }

    @Test
    void standardInputIsAFileToo() {
        InputStream original = System.in;
        System.setIn(new ByteArrayInputStream("id,name\n1,Ada\n".getBytes(UTF_8)));
        try {
            assertThat(publish("-", "--format", "csv", "--follow")).isZero();
        } finally {
            System.setIn(original);
        }
        assertThat(scene.database().count("users")).isEqualTo(1);
    }

    @Test
    void headerAloneIsAnImportWithoutRows() {
        assertThat(publish(file("none.csv", "id,name\n"), "--follow")).isZero();

        assertThat(console.out()).contains("parts   1 of 1 confirmed").containsPattern("rows +0\\R");
    }

    @Test
    void emptyNdjsonAndJsonAreImportsWithoutRowsToo() {
        assertThat(publish(file("none.ndjson", ""), "--follow"))
                .as(console::out)
                .isZero();
        assertThat(publish(file("none.json", "[]"), "--follow"))
                .as(console::out)
                .isZero();
    }

    @Test
    void programsGetOneJsonObject() {
        String file = file("users.csv", "id,name\n1,Ada\n2,much too long\n");

        assertThat(publish(file, "--follow", "--json", "--import-id", "for-programs"))
                .isEqualTo(3);

        JsonNode report = new JsonMapper().readTree(console.out());
        assertThat(report.path("importId").asString()).isEqualTo("for-programs");
        assertThat(report.path("outcome").asString()).isEqualTo("ROWS_FAILED");
        assertThat(report.at("/counts/inserted").asInt()).isEqualTo(1);
        assertThat(report.at("/reasons/0/code").asString()).isEqualTo("TOO_LONG");
        assertThat(report.at("/firstFailures/0/row").asInt()).isEqualTo(1);
    }

    @Test
    void withoutFollowTheCommandEndsWithTheConfirms() {
        assertThat(publish(file("users.csv", "id,name\n1,Ada\n"), "--import-id", "quick"))
                .isZero();

        assertThat(console.out())
                .contains("parts   1 of 1 confirmed", "--import-id quick --follow")
                .doesNotContain("inserted");
        awaitRows(1);
    }

    @Test
    void unknownTargetIsNamed() {
        assertThat(console.run(
                        scene.broker(),
                        "publish",
                        file("users.csv", "id,name\n1,Ada\n"),
                        "--target",
                        "usesr",
                        "--follow"))
                .isEqualTo(4);

        assertThat(console.err()).contains("no queue takes batches for target 'usesr'");
    }

    @Test
    void answersThatDoNotComeTimeOut() {
        try (Broker broker = Broker.create("cli-silent")) {
            broker.declareExchange(Wire.IMPORTS, "direct")
                    .declareExchange(Wire.RESULTS, "topic")
                    .declareQueue("q", Map.of())
                    .bind("q", Wire.IMPORTS, "users");

            assertThat(console.run(
                            broker,
                            "publish",
                            file("users.csv", "id,name\n1,Ada\n"),
                            "--target",
                            "users",
                            "--follow",
                            "--timeout",
                            "1"))
                    .isEqualTo(6);

            assertThat(console.err()).contains("1 of 1 parts were not answered in time");
        }
    }

    @Test
    void fileThatBreaksOffSaysHowToGoOn() {
        String file = file("users.json", "[{\"id\":1,\"name\":\"Ada\"},{\"id\":2,\"name\":\"Bob\"},{\"id\":");

        assertThat(publish(file, "--rows", "1", "--import-id", "broken")).isEqualTo(2);

        assertThat(console.err()).contains("were published", "--import-id broken", "the JSON can't be read in line 1");
        awaitRows(1);
    }

    @Test
    void resultsArePrintedOneALine() throws InterruptedException {
        Console other = new Console();
        Thread watcher = Thread.ofPlatform()
                .start(() -> other.run(scene.broker(), "results", "--target", "users", "--timeout", "3"));
        await().until(() -> other.err().contains("subscribed"));
        publish(file("users.csv", "id,name\n1,Ada\n2,Bob\n"), "--rows", "1", "--follow");
        watcher.join();

        assertThat(other.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(
                                new JsonMapper().readTree(line).path("status").asString())
                        .isEqualTo("completed"));
    }

    /** Lets what was published without following be applied, before the next test empties the table. */
    private static void awaitRows(int rows) {
        await().until(() -> scene.database().count("users") == rows);
    }

    private int publish(String file, String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "publish";
        arguments[1] = file;
        arguments[2] = "--target";
        arguments[3] = "users";
        System.arraycopy(more, 0, arguments, 4, more.length);
        return console.run(scene.broker(), arguments);
    }

    private String file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
