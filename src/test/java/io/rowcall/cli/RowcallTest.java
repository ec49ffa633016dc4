package io.rowcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong before there is any server. */
class RowcallTest {

    private final Console console = new Console();

    @TempDir
    private Path folder;

    @Test
    void argumentsOfTheWorkerAreNoCommand() {
        assertThat(Rowcall.isMeantBy(new String[] {})).isFalse();
        assertThat(Rowcall.isMeantBy(new String[] {"--server.port=0"})).isFalse();
        assertThat(Rowcall.isMeantBy(new String[] {"publish", "x.csv"})).isTrue();
        assertThat(Rowcall.isMeantBy(new String[] {"publsh"})).isTrue();
        assertThat(Rowcall.isMeantBy(new String[] {"--help"})).isTrue();
    }

    @Test
    void misspeltCommandIsAUsageErrorWithASuggestion() {
        assertThat(console.run("publsh")).isEqualTo(2);
        assertThat(console.err()).contains("publsh", "Did you mean: rowcall publish?", "Try 'rowcall --help'");
    }

    @Test
    void missingTargetIsAUsageErrorThatPointsToTheHelp() {
        assertThat(console.run("publish", "x.csv")).isEqualTo(2);
        assertThat(console.err()).contains("--target", "Try 'rowcall publish --help'");
    }

    @Test
    void missingFileIsNamed() {
        assertThat(console.run("publish", "nowhere/x.csv", "--target", "users")).isEqualTo(2);
        assertThat(console.err()).isEqualTo("rowcall: there is no file nowhere/x.csv%n".formatted());
    }

    @Test
    void unknownEndingAsksForTheFormat() {
        assertThat(console.run("publish", "rows.txt", "--target", "users")).isEqualTo(2);
        assertThat(console.err()).contains("--format csv, ndjson or json");
    }

    @Test
    void unknownPolicyNamesThosePossible() {
        assertThat(console.run("publish", "x.csv", "--target", "users", "--on-duplicate", "merge"))
                .isEqualTo(2);
        assertThat(console.err()).containsIgnoringCase("fail, unchanged, ignore, update");
    }

    @Test
    void fileWithoutHeaderIsAUsageError() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.csv"), "");

        assertThat(console.run("publish", empty.toString(), "--target", "users"))
                .isEqualTo(2);
        assertThat(console.err()).contains("there is no header line");
    }

    @Test
    void brokerThatIsNotThereIsUnreachable() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "a\n1\n");

        assertThat(console.run("publish", file.toString(), "--target", "users", "--uri", "amqp://127.0.0.1:1"))
                .isEqualTo(5);
        assertThat(console.err())
                .startsWith("rowcall: no connection to RabbitMQ (")
                .hasLineCount(1);
    }

    @Test
    void uriOfSomethingElseIsAUsageError() {
        assertThat(console.run("results", "--uri", "http://localhost")).isEqualTo(2);
        assertThat(console.err()).contains("starts with amqp:// or amqps://");
    }

    @Test
    void messagesFromElsewhereCannotDriveTheTerminal() {
        assertThat(Plain.text("a\u001B[31mb\nc\u202Ed é 東 😀")).isEqualTo("a\uFFFD[31mb\uFFFDc\uFFFDd é 東 😀");
    }
}
