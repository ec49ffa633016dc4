package io.rowcall.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServersIT {

    @Test
    void mysqlAnswersAndSaysItsVersion() {
        try (Database database = Database.create("smoke")) {
            Object version = database.queryValue("SELECT VERSION()");
            System.out.println("MySQL " + version);

            assertThat(database.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)")
                            .count("t"))
                    .isEqualTo(2);
        }
    }

    @Test
    void rabbitAnswersAndSaysItsVersion() {
        try (Broker broker = Broker.create("smoke")) {
            Object version = broker.connect().getServerProperties().get("version");
            System.out.println("RabbitMQ " + version);
            broker.declareQueue("q", Map.of("x-queue-type", "quorum"));

            broker.publish("", "q", new BasicProperties(), "hello".getBytes(StandardCharsets.UTF_8));

            assertThat(broker.get("q"))
                    .get()
                    .satisfies(m -> assertThat(m.getBody())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo("hello"));
        }
    }
}
