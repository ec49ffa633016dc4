package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.ledger.Holds;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Producer;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches that can never be applied: each is answered in words, dead-lettered as it came, and leaves its id free. */
class RefusalIT {

    private static Scene scene;
    private static Worker worker;

    @BeforeAll
    static void open() {
        scene = Scene.create("refusal");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(8))");
        worker = scene.start(scene.worker()
                .target("users", "table: users", "on-duplicate: ignore", "max-bytes: 2KB", "max-rows: 50")
                .property("rowcall.apply.hold-watch", "100ms"));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @AfterEach
    void nothingIsLeft() {
        for (String queue : new String[] {Wire.importQueue("users"), Wire.DROPPED, Wire.DEAD}) {
            Awaitility.await(queue + " is empty").until(() -> scene.broker().ready(queue) == 0);
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(RefusalCode.MALFORMED, users().body("[{\"id\":1}"), "line 1"),
                Arguments.of(RefusalCode.UNSUPPORTED_CONTENT_TYPE, users().contentType("application/xml"), "xml"),
                Arguments.of(RefusalCode.UNSUPPORTED_CONTENT_TYPE, users().contentEncoding("br"), "br"),
                Arguments.of(
                        RefusalCode.UNSUPPORTED_HEADER, users().header("rowcall-surprise", "1"), "rowcall-surprise"),
                Arguments.of(RefusalCode.TOO_LARGE, users().body("[" + " ".repeat(3_000) + "]"), "2,048 bytes"),
                Arguments.of(
                        RefusalCode.TOO_LARGE,
                        users().rows(51, i -> new Object[] {"id", i}).columnar(),
                        "50 rows"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRefusedBatchIsAnsweredDeadLetteredAndKeptAndItsIdStaysFree(
            RefusalCode code, BatchBuilder wrong, String inWords) {
        BatchMessage message =
                wrong.header("note", "from the producer").correlationId("c-1").message();
        scene.publish(message);

        Result refusal = scene.results().await(message);
        assertThat(refusal).isRefused(code).says(inWords);
        assertDeadLetter(message, refusal);
        assertThat(scene.database()
                        .queryRows(
                                "SELECT HEX(result_id) AS id, target, code, message FROM rowcall_refusal WHERE batch_id = ?",
                                message.id()))
                .singleElement()
                .satisfies(row -> assertThat(row.values())
                        .containsExactly(
                                refusal.resultId().toUpperCase(Locale.ROOT), "users", code.name(), refusal.message()));

        scene.publish(batch("users").id(message.id()).row("id", 1, "name", "right"));
        assertThat(scene.results()
                        .await("applied", result -> message.id().equals(result.batchId()) && result.refusal() == null))
                .isCompleted();
    }

    @Test
    void aRefusedBatchThatComesAgainIsAnsweredWithTheSameBytes() {
        BatchMessage message = users().body("[").message();
        scene.publish(message, message);
        scene.results().awaitCopies(message.id(), 2);
        scene.publish(message);
        scene.results().awaitCopies(message.id(), 3);

        assertThat(scene.results().soFar())
                .filteredOn(result -> message.id().equals(result.batchId()))
                .hasSize(1);
        assertThat(scene.database().queryValue("SELECT COUNT(*) FROM rowcall_refusal WHERE batch_id = ?", message.id()))
                .isEqualTo(1L);
        for (int i = 0; i < 3; i++) {
            awaitDeadLetter();
        }
    }

    @Test
    void aBatchWithoutIdIsRefused() {
        scene.publish(users().id(null).correlationId("no id"));

        Result refusal = scene.results().await("refusal", result -> result.refusal() == RefusalCode.BATCH_ID_MISSING);
        assertThat(refusal.batchId()).isNull();
        assertThat(awaitDeadLetter().getProps().getCorrelationId()).isEqualTo("no id");
    }

    @Test
    void anIdOfOtherContentIsRefusedBesideItsResult() {
        BatchMessage first = users().message();
        scene.publish(first);
        assertThat(scene.results().await(first)).isCompleted();
        BatchMessage second = users().id(first.id()).row("id", 2).message();
        scene.publish(second);

        Result refusal = scene.results().awaitRefusal(first.id());
        assertThat(refusal).isRefused(RefusalCode.BATCH_ID_REUSED).says(first.id(), "an id of its own");
        assertDeadLetter(second, refusal);
    }

    @Test
    void aDeadLetterKeepsEveryPropertyThatItsProducerGave() {
        Account producer = scene.broker().user("producer", "^$", "^rowcall\\.imports$", "^$");
        BatchMessage plain = users().body("[").message();
        BasicProperties rich = plain.properties()
                .builder()
                .headers(Map.of("long", "x".repeat(3_000), "number", 7L, "nested", Map.of("a", 1)))
                .timestamp(Date.from(Instant.ofEpochSecond(1_700_000_000)))
                .type("import")
                .appId("shop")
                .priority(3)
                .replyTo("answers")
                .userId(producer.username())
                .build();
        try (Producer publisher = Producer.of(scene.broker(), producer)) {
            publisher.publish(new BatchMessage("users", rich, plain.body()));
        }
        Result refusal = scene.results().await(plain);

        BasicProperties dead = awaitDeadLetter().getProps();

        // RabbitMQ lets nobody publish under another's name.
        assertThat(dead.builder().headers(null).build())
                .isEqualTo(rich.builder().headers(null).userId(null).build());
        assertThat(headers(dead))
                .containsEntry("long", "x".repeat(3_000))
                .containsEntry("number", 7L)
                .containsEntry("nested", Map.of("a", 1))
                .containsEntry(Wire.HEADER_CODE, "MALFORMED")
                .containsEntry(Wire.HEADER_REASON, refusal.message());
    }

    @Test
    void aMessageWithoutAnyPropertyIsRefusedAndDeadLetteredAsBare() {
        scene.publish(new BatchMessage("users", new BasicProperties.Builder().build(), new byte[0]));

        scene.results()
                .await(
                        "refusal",
                        result -> result.refusal() == RefusalCode.BATCH_ID_MISSING
                                && result.head().path("part").isNull());
        GetResponse dead = awaitDeadLetter();
        assertThat(dead.getBody()).isEmpty();
        assertThat(dead.getProps().builder().headers(null).build())
                .isEqualTo(new BasicProperties.Builder().deliveryMode(2).build());
        // Spring adds two of its own, by which it finds what the broker returns.
        assertThat(headers(dead.getProps()).keySet())
                .filteredOn(name -> !name.startsWith("spring_"))
                .containsExactlyInAnyOrderElementsOf(Wire.HEADERS_OF_DEAD_LETTERS);
    }

    @Test
    void headersThatLeaveNoRoomForTheReasonAreNoReasonToStop() {
        // RabbitMQ takes 128 KiB of properties, AMQP's frame.
        BatchMessage full =
                users().body("[").header("note", "x".repeat(130_850)).message();
        scene.publish(full);

        assertThat(scene.results().await(full)).isRefused(RefusalCode.MALFORMED);
        GetResponse dead = awaitDeadLetter();
        assertThat(dead.getBody()).isEqualTo(full.body());
        assertThat(dead.getProps().getMessageId()).isEqualTo(full.id());
        assertThat(headers(dead.getProps())).containsEntry(Wire.HEADER_CODE, "MALFORMED");
    }

    @Test
    void aBatchThatExpiresInItsQueueIsAnsweredAsDropped() {
        BatchMessage plain = users().header("note", "from the producer").message();
        BatchMessage fleeting = new BatchMessage(
                "users", plain.properties().builder().expiration("1").build(), plain.body());
        worker.part(Holds.class).hold("users", "so that it expires");
        Awaitility.await().until(() -> scene.broker().consumers(Wire.importQueue("users")) == 0);
        scene.publish(fleeting);

        Result refusal = scene.results().await(plain);

        assertThat(refusal).isRefused(RefusalCode.DROPPED).says("expired", "publish without an expiration");
        assertDeadLetter(plain, refusal);
        worker.part(Holds.class).resume("users");
        scene.publish(plain);
        assertThat(scene.results()
                        .await("applied", result -> plain.id().equals(result.batchId()) && result.refusal() == null))
                .isCompleted();
    }

    private static BatchBuilder users() {
        return batch("users").row("id", 1, "name", "Ada");
    }

    private static void assertDeadLetter(BatchMessage original, Result refusal) {
        GetResponse dead = awaitDeadLetter();
        assertThat(dead.getBody()).isEqualTo(original.body());
        assertThat(dead.getEnvelope().getRoutingKey()).isEqualTo("users");
        assertThat(dead.getProps().getMessageId())
                .isEqualTo(original.properties().getMessageId());
        assertThat(dead.getProps().getContentType())
                .isEqualTo(original.properties().getContentType());
        assertThat(dead.getProps().getContentEncoding())
                .isEqualTo(original.properties().getContentEncoding());
        assertThat(dead.getProps().getCorrelationId())
                .isEqualTo(original.properties().getCorrelationId());
        Map<String, Object> headers = headers(dead.getProps());
        if (original.properties().getHeaders() != null) {
            assertThat(headers).containsAllEntriesOf(original.properties().getHeaders());
        }
        assertThat(headers)
                .containsEntry(Wire.HEADER_CODE, String.valueOf(refusal.refusal()))
                .containsEntry(Wire.HEADER_REASON, refusal.message());
        assertThat(String.valueOf(refusal.message()).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(1_024);
    }

    private static GetResponse awaitDeadLetter() {
        return scene.broker().await(Wire.DEAD);
    }

    /** Texts as texts; nested ones too. */
    private static Map<String, Object> headers(BasicProperties properties) {
        Map<String, Object> headers = new LinkedHashMap<>();
        properties
                .getHeaders()
                .forEach((name, value) -> headers.put(name, value instanceof LongString ? value.toString() : value));
        return headers;
    }
}
