package io.rowcall.cli.dead;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.cli.Console;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Database;
import io.rowcall.testing.Letters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As an operator with the rights that the docs give, and an account that may only log in to the database. */
class DeadCommandIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String IMPORTS = Wire.importQueue("users");
    private static final Instant REFUSED = Instant.parse("2026-11-01T12:00:00.000Z");
    private static final Instant EVER = Instant.parse("2099-01-01T00:00:00.000Z");

    private static Database database;
    private static Broker broker;
    private static Account operator;
    private static Account clock;

    private final Console console = new Console();

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        database = Database.create("dead_cli");
        clock = database.account("clock");
        broker = Broker.create("dead-cli");
        Letters.declare(broker, "users");
        operator = broker.user("operator", "^$", "^rowcall\\.imports$", "^rowcall\\.dead$");
    }

    @AfterAll
    static void close() {
        broker.close();
        database.close();
    }

    @BeforeEach
    void threeLetters() {
        broker.purge(Wire.DEAD);
        broker.purge(IMPORTS);
        Letters.put(
                broker,
                List.of(
                        Letters.refused(users("b1").gzip(), RefusalCode.DROPPED, REFUSED, EVER),
                        Letters.refused(users("b2"), RefusalCode.DROPPED, REFUSED.plusMillis(1), REFUSED),
                        Letters.refused(
                                users("b3").body("[\u001B[31m"), RefusalCode.MALFORMED, REFUSED.plusMillis(2), EVER)));
    }

    @Test
    void listShowsThoseThatMatchAsTextAndAsJson() {
        assertThat(dead("list")).as(console::err).isZero();
        assertThat(console.out())
                .contains("users  DROPPED  2026-11-01T12:00:00Z", "batch b1", "[{\"id\":1}]", "[\uFFFD[31m")
                .doesNotContain("\u001B");
        assertThat(console.err()).contains("3 of 3 dead letters match, 3 are listed");

        assertThat(dead("list", "--code", "MALFORMED", "--target", "users", "--json"))
                .isZero();
        JsonNode json = JSON.readTree(console.out());
        assertThat(json.path("waiting").intValue()).isEqualTo(3);
        assertThat(json.path("letters")).hasSize(1);
        assertThat(json.path("letters").get(0).path("batchId").asString()).isEqualTo("b3");
    }

    @Test
    void showTellsAllAndSavesTheBody() throws IOException {
        Path file = folder.resolve("b1.json");

        assertThat(dead("show", id("b1"), "--save", file.toString()))
                .as(console::err)
                .isZero();

        assertThat(console.out()).contains("message_id: b1", "rowcall-code: DROPPED", "inflated here");
        assertThat(file).hasContent("[{\"id\":1}]");
        assertThat(dead("show", id("b1"), "--save", file.toString())).isEqualTo(2);
        assertThat(console.err()).contains("is there already");
        Files.delete(file);

        assertThat(dead("show", id("b1"), "--json")).isZero();
        assertThat(JSON.readTree(console.out()).path("body").asString()).isEqualTo("[{\"id\":1}]");
    }

    @Test
    void replayTellsWhatBecameOfEach() {
        assertThat(replay(id("b1"))).as(console::err).isZero();
        assertThat(console.out()).contains("REPLAYED  published again for target users");
        assertThat(broker.get(IMPORTS).orElseThrow().getProps().getMessageId()).isEqualTo("b1");

        assertThat(replay(id("b2"), "0123456789abcdef", "--json")).isEqualTo(4);
        JsonNode outcomes = JSON.readTree(console.out()).path("outcomes");
        assertThat(outcomes.get(0).path("outcome").asString()).isEqualTo("TOO_OLD");
        assertThat(outcomes.get(0).path("message").asString()).contains("with a new id");
        assertThat(outcomes.get(1).path("outcome").asString()).isEqualTo("NOT_FOUND");
        assertThat(broker.get(IMPORTS)).isEmpty();
        assertThat(left()).containsExactlyInAnyOrder("b2", "b3");
    }

    @Test
    void replayWithoutTheDatabasesClockSaysWhatItNeeds() {
        assertThat(dead("replay", id("b1"), "--datasource-url", "")).isEqualTo(2);
        assertThat(console.err()).contains("set SPRING_DATASOURCE_URL, _USERNAME and _PASSWORD");

        assertThat(dead("replay", id("b1"), "--datasource-url", "jdbc:mysql://127.0.0.1:1/"))
                .isEqualTo(5);
        assertThat(console.err()).startsWith("rowcall: the database can't be asked for the time");
        assertThat(left()).hasSize(3);
    }

    @Test
    void allThatMatchAreCountedFirstAndSettledWhenToldSo() {
        assertThat(dead("drop", "--all", "--code", "DROPPED")).isEqualTo(2);
        assertThat(console.err()).contains("2 of 3 dead letters match; say --yes too to drop them");

        assertThat(dead("drop", "--all", "--code", "DROPPED", "--yes"))
                .as(console::err)
                .isZero();
        assertThat(console.err()).contains("2 of 3 dead letters match");
        assertThat(console.out()).containsPattern("DROPPED  dropped for good: a batch of \\d+ bytes for target users");

        assertThat(dead("drop", "--all", "--batch", "b1", "--yes")).isZero();
        assertThat(console.err()).contains("0 of 1 dead letters match");
        assertThat(left()).containsExactly("b3");
    }

    @Test
    void allAreReplayedWhenToldSo() {
        assertThat(replay("--all", "--target", "users", "--yes")).isEqualTo(4);

        assertThat(console.out())
                .contains("TOO_OLD")
                .containsPattern("(?s)REPLAYED.*REPLAYED|REPLAYED.*TOO_OLD.*REPLAYED");
        assertThat(left()).containsExactly("b2");
    }

    @Test
    void whatIsMeantHasToBeSaid() {
        assertThat(dead("drop")).isEqualTo(2);
        assertThat(console.err()).contains("name dead letters by their ids, or say --all");
        assertThat(dead("drop", "0123456789abcdef", "--all")).isEqualTo(2);
        assertThat(dead("drop", "0123456789abcdef", "--code", "DROPPED")).isEqualTo(2);
        assertThat(dead("list", "--limit", "0")).isEqualTo(2);
        assertThat(dead("show", "0123456789abcdef")).isEqualTo(4);
        assertThat(console.run("dead")).isEqualTo(2);
        assertThat(console.run("dead", "list", "--uri", "amqp://127.0.0.1:1")).isEqualTo(5);
        assertThat(left()).hasSize(3);
    }

    private int replay(String... arguments) {
        String[] all = Stream.concat(
                        Stream.concat(Stream.of("replay"), Arrays.stream(arguments)),
                        Stream.of(
                                "--datasource-url",
                                database.server().url(""),
                                "--datasource-username",
                                clock.username(),
                                "--datasource-password",
                                clock.password()))
                .toArray(String[]::new);
        return dead(all);
    }

    private int dead(String... arguments) {
        String uri = "amqp://%s:%s@%s:%d/%s"
                .formatted(operator.username(), operator.password(), broker.host(), broker.port(), broker.vhost());
        return console.run(
                Stream.concat(Stream.concat(Stream.of("dead"), Arrays.stream(arguments)), Stream.of("--uri", uri))
                        .toArray(String[]::new));
    }

    private String id(String batchId) {
        Console own = new Console();
        own.run(broker, "dead", "list", "--batch", batchId, "--json");
        return JSON.readTree(own.out()).path("letters").get(0).path("id").asString();
    }

    private static List<String> left() {
        List<GetResponse> all = broker.drain(Wire.DEAD);
        return all.stream().map(each -> each.getProps().getMessageId()).toList();
    }

    private static BatchBuilder users(String id) {
        return batch("users").id(id).row("id", 1);
    }
}
