package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Scene;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A worker with one database connection and room for hardly a body gets everything done, only later. */
class NarrowPlacesIT {

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = Scene.create("narrow");
        scene.database()
                .execute(
                        "CREATE TABLE n (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)",
                        "CREATE TABLE other (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        scene.start(scene.worker()
                .target("n", "table: n", "on-duplicate: update")
                .target("other", "table: other")
                .property("spring.datasource.hikari.maximum-pool-size", "1")
                .property("spring.datasource.hikari.minimum-idle", "1")
                .property("rowcall.receive.in-flight-bytes", "1KB"));
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void bodiesThatFindNoRoomWaitAndAreAllApplied() {
        for (int i = 0; i < 20; i++) {
            scene.publish(large("n", i), large("other", i));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(scene.results().await("n-" + i)).counts(20, 20, 0, 0, 0);
            assertThat(scene.results().await("other-" + i)).counts(20, 20, 0, 0, 0);
        }
    }

    /** About a thousand bytes. */
    private static BatchMessage large(String target, int number) {
        return batch(target)
                .id(target + "-" + number)
                .rows(20, row -> new Object[] {"id", number * 100 + row, "name", "a name of " + number + " and " + row})
                .message();
    }

    @Test
    void tableNamedLikeAnAliasIsUpdated() {
        scene.send(batch("n").id("first").row("id", -1, "name", "Ada"));

        assertThat(scene.send(batch("n").id("second").row("id", -1, "name", "Eve")))
                .counts(1, 0, 1, 0, 0);
    }

    @Test
    void whatWasDroppedByNobodysQueueIsRefusedAndStopsNothing() {
        var properties = new BasicProperties.Builder()
                .messageId("stray")
                .contentType("application/json")
                .build();
        scene.broker().publish(Wire.DROPPED, "", properties, "[]".getBytes(StandardCharsets.UTF_8));

        assertThat(scene.results().awaitRefusal("stray").refusal()).isEqualTo(RefusalCode.DROPPED);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(scene.broker().ready(Wire.DEAD)).isEqualTo(1));
    }
}
