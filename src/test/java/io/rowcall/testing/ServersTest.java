package io.rowcall.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServersTest {

    @Test
    void noServersAreGivenByAnEmptyEnvironment() {
        assertThat(Servers.given(Map.of("HOME", "/root"))).isNull();
    }

    @Test
    void serversAreThoseOfTheEnvironment() {
        Servers servers = Servers.given(Map.of(
                "SPRING_DATASOURCE_URL", "jdbc:mysql://db:3307/orders?sslMode=REQUIRED",
                "SPRING_DATASOURCE_USERNAME", "me",
                "SPRING_DATASOURCE_PASSWORD", "secret",
                "SPRING_RABBITMQ_HOST", "mq"));

        assertThat(servers)
                .isEqualTo(new Servers(
                        new MySqlServer("db", 3307, "me", "secret", "?sslMode=REQUIRED"),
                        new RabbitServer("mq", 5672, "guest", "guest", URI.create("http://mq:15672"))));
        assertThat(servers.mysql().url("s1")).isEqualTo("jdbc:mysql://db:3307/s1?sslMode=REQUIRED");
    }

    @Test
    void firstAddressOfAClusterServes() {
        Servers servers = Servers.given(Map.of(
                "SPRING_DATASOURCE_URL", "jdbc:mysql://db/",
                "SPRING_RABBITMQ_ADDRESSES", "amqp://a:5673,b:5674",
                "ROWCALL_RABBITMQ_MANAGEMENT", "http://c:80"));

        assertThat(servers.mysql().port()).isEqualTo(3306);
        assertThat(servers.rabbit())
                .isEqualTo(new RabbitServer("a", 5673, "guest", "guest", URI.create("http://c:80")));
    }

    @Test
    void oneServerWithoutTheOtherIsAMistake() {
        assertThatThrownBy(() -> Servers.given(Map.of("SPRING_RABBITMQ_HOST", "mq")))
                .hasMessageContaining("SPRING_DATASOURCE_URL");
        assertThatThrownBy(() -> Servers.given(Map.of("SPRING_DATASOURCE_URL", "jdbc:mysql://db/")))
                .hasMessageContaining("SPRING_RABBITMQ_HOST");
    }
}
