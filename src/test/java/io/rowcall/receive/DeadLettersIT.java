package io.rowcall.receive;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.ledger.Holds;
import io.rowcall.receive.Settlement.Answered;
import io.rowcall.result.Answer;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Letters;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a dead letter holds, on queues that an operator made: theirs drops from its head at its limit. */
class DeadLettersIT {

    private static Scene scene;
    private static Worker worker;

    @BeforeAll
    static void open() {
        scene = Scene.create("letters");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY)");
        Broker broker = scene.broker();
        Map<String, Object> quorum = Map.of("x-queue-type", "quorum");
        broker.declareExchange(Wire.DROPPED, "fanout")
                .declareQueue(Wire.DROPPED, quorum)
                .bind(Wire.DROPPED, Wire.DROPPED, "")
                .declareExchange(Wire.RESULTS, "topic")
                .declareQueue(Wire.RESULTS, quorum)
                .bind(Wire.RESULTS, Wire.RESULTS, "#")
                .declareQueue(
                        Wire.importQueue("users"),
                        Map.of(
                                "x-queue-type",
                                "quorum",
                                "x-dead-letter-exchange",
                                Wire.DROPPED,
                                "x-overflow",
                                "drop-head",
                                "x-max-length",
                                1));
        Letters.declare(broker);
        broker.bind(Wire.importQueue("users"), Wire.IMPORTS, "users").bind(Wire.DEAD, Wire.DEAD, "users");
        worker = scene.start(scene.worker()
                .target("users", "table: users")
                .property("rowcall.topology.declare", "false")
                .property("rowcall.apply.hold-watch", "100ms"));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @BeforeEach
    void empty() {
        scene.broker().purge(Wire.DEAD);
    }

    @Test
    void aLongReasonIsCutToOneKibInTheLetterAndWholeInTheResultAndOnRecord() throws Exception {
        String reason = "ä€".repeat(400); // 5 bytes each; 1,024 falls into one of them
        BatchMessage message = batch("users").id("long").row("id", 1).message();
        scene.broker().declareQueue("aside", Map.of("x-queue-type", "quorum"));
        scene.broker().publish("", "aside", message.properties(), message.body());
        Channel channel = scene.broker().connect().createChannel();
        QueueConsumer consumer =
                QueueConsumer.open(channel, "aside", 1, worker.part(InFlight.class), new Prefetch(1, 1, 1, 1));
        Delivery delivery = consumer.next(30, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();

        String problem = worker.part(Settlement.class)
                .settle(
                        "users",
                        List.of(new Answered(
                                delivery,
                                new Answer.Refused(
                                        "users", "long", null, new Refusal(RefusalCode.POISON, reason), null, null))));
        consumer.close();

        assertThat(problem).isNull();
        assertThat(scene.results().await("long").message()).isEqualTo(reason);
        assertThat(scene.database().queryValue("SELECT message FROM rowcall_refusal WHERE batch_id = 'long'"))
                .isEqualTo(reason);
        String cut = String.valueOf(awaitLetter("long").getProps().getHeaders().get(Wire.HEADER_REASON));
        assertThat(reason).startsWith(cut);
        assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(1_021, 1_024);
    }

    @Test
    void oddHeadersAreKeptAsTheyCame() throws IOException {
        Map<String, Object> odd = new HashMap<>();
        odd.put("nothing", null);
        odd.put("byte", (byte) -1);
        odd.put("short", (short) 7);
        odd.put("int", 8);
        odd.put("long", 9L);
        odd.put("float", 1.5f);
        odd.put("double", 2.5d);
        odd.put("decimal", new BigDecimal("1.23"));
        odd.put("yes", true);
        odd.put("time", Date.from(Instant.ofEpochSecond(1_700_000_000)));
        odd.put("bytes", new byte[] {0, (byte) 0xFF, 7});
        odd.put("no UTF-8", LongStringHelper.asLongString(new byte[] {'a', (byte) 0xFF, 'b'}));
        odd.put("", "a header without a name");
        odd.put("list", Arrays.asList(1, null, "two", Map.of("three", 3L)));
        odd.put("map", Map.of("bytes", new byte[] {1}, "empty", List.of()));
        BasicProperties sent = new BasicProperties.Builder()
                .messageId("odd")
                .contentType("application/xml")
                .deliveryMode(2)
                .headers(odd)
                .build();
        scene.publish(new BatchMessage("users", sent, new byte[] {0, (byte) 0xFF}));

        GetResponse letter = awaitLetter("odd");

        assertThat(letter.getBody()).isEqualTo(new byte[] {0, (byte) 0xFF});
        Map<String, Object> kept = letter.getProps().getHeaders();
        odd.forEach((name, value) -> assertThat(plain(kept.get(name)))
                .as(name)
                .usingRecursiveComparison()
                .isEqualTo(plain(value)));
        assertThat(kept).containsKey("nothing");
    }

    @Test
    void whatAFullQueueDropsIsAnsweredAndDeadLettered() {
        worker.part(Holds.class).hold("users", "so that its queue fills");
        Awaitility.await().until(() -> scene.broker().consumers(Wire.importQueue("users")) == 0);
        scene.publish(
                batch("users").id("full-1").row("id", 1),
                batch("users").id("full-2").row("id", 2),
                batch("users").id("full-3").row("id", 3));

        Result result = scene.results().await("full-1");

        assertThat(result).isRefused(RefusalCode.DROPPED).says("maxlen", "its queue was full");
        Map<String, Object> headers = awaitLetter("full-1").getProps().getHeaders();
        assertThat(String.valueOf(headers.get(Wire.HEADER_CODE))).isEqualTo("DROPPED");
        assertThat(String.valueOf(headers.get(Wire.HEADER_REASON))).isEqualTo(result.message());
        worker.part(Holds.class).resume("users");
        assertThat(scene.results().await("full-3")).isCompleted();
    }

    private static GetResponse awaitLetter(String batchId) {
        return Awaitility.await("dead letter of " + batchId)
                .until(
                        () -> scene.broker().get(Wire.DEAD),
                        found -> found.map(letter ->
                                        batchId.equals(letter.getProps().getMessageId()))
                                .orElse(false))
                .orElseThrow();
    }

    /** Bytes of texts, which compare better than texts that were decoded. */
    private static Object plain(Object value) {
        if (value == null) {
            return "nothing";
        }
        return switch (value) {
            case LongString text -> List.of(Arrays.toString(text.getBytes()));
            case String text -> List.of(Arrays.toString(text.getBytes(StandardCharsets.UTF_8)));
            case byte[] bytes -> Arrays.toString(bytes);
            case List<?> list ->
                list.stream()
                        .map(each -> Optional.ofNullable(each).map(DeadLettersIT::plain))
                        .toList();
            case Map<?, ?> map -> {
                Map<Object, Object> all = new HashMap<>();
                map.forEach((name, each) -> all.put(name, plain(each)));
                yield all;
            }
            default -> value;
        };
    }
}
