package io.rowcall.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakableServersIT {

    private final BreakableServers servers = Servers.breakable();

    @AfterEach
    void repair() {
        servers.repair();
    }

    @Test
    void killedServersComeBackWithTheirDataOnTheirPorts() {
        try (Database database = Database.create(servers.mysql(), "killed");
                Broker broker = Broker.create(servers.rabbit(), "killed")) {
            database.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            broker.declareQueue("q", Map.of("x-queue-type", "quorum"));
            broker.publish("", "q", new BasicProperties(), new byte[] {1});

            servers.killMysql();
            servers.killRabbit();
            assertThatThrownBy(database::connect).isInstanceOf(IllegalStateException.class);
            servers.startMysql();
            servers.startRabbit();

            assertThat(database.count("t")).isEqualTo(1);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(broker.ready("q")).isEqualTo(1));
        }
    }

    @Test
    void alarmsBlockPublishersAndAreCleared() throws IOException {
        try (Broker broker = Broker.create(servers.rabbit(), "alarm")) {
            AtomicBoolean blocked = new AtomicBoolean();
            Connection connection = broker.connect();
            connection.addBlockedListener(new BlockedListener() {
                @Override
                public void handleBlocked(String reason) {
                    blocked.set(true);
                }

                @Override
                public void handleUnblocked() {
                    blocked.set(false);
                }
            });

            servers.diskAlarm(true);
            connection.createChannel().basicPublish("", "nowhere", new BasicProperties(), new byte[] {1});
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilTrue(blocked);
            servers.diskAlarm(false);
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilFalse(blocked);

            servers.memoryAlarm(true);
            connection.createChannel().basicPublish("", "nowhere", new BasicProperties(), new byte[] {1});
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilTrue(blocked);
            servers.memoryAlarm(false);
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilFalse(blocked);
        }
    }

    @Test
    void readOnlyServerRefusesItsAdministrator() {
        try (Database database = Database.create(servers.mysql(), "read_only")) {
            servers.readOnlyMysql(true);
            assertThatThrownBy(() -> database.execute("CREATE TABLE t (id INT)"))
                    .hasMessageContaining("read-only");

            servers.readOnlyMysql(false);
            database.execute("CREATE TABLE t (id INT)");
        }
    }
}
