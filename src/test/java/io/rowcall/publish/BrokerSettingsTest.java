package io.rowcall.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

    @Test
    void uriSaysAll() {
        assertThat(BrokerSettings.of(URI.create("amqp://ada:p%40ss+word@rabbit.example:5673/a%2Fb")))
                .isEqualTo(new BrokerSettings(List.of("rabbit.example:5673"), "ada", "p@ss+word", "a/b", false));
    }

    @Test
    void uriThatSaysLittleMeansTheDefaults() {
        assertThat(BrokerSettings.of(URI.create("amqp://localhost")))
                .isEqualTo(new BrokerSettings(List.of("localhost:5672"), "guest", "guest", "/", false));
        assertThat(BrokerSettings.of(URI.create("amqps://localhost/")))
                .isEqualTo(new BrokerSettings(List.of("localhost:5671"), "guest", "guest", "/", true));
    }

    @Test
    void uriOfSomethingElseIsRefused() {
        assertThatThrownBy(() -> BrokerSettings.of(URI.create("http://localhost")))
                .hasMessage("a broker's URI starts with amqp:// or amqps://");
        assertThatThrownBy(() -> BrokerSettings.of(URI.create("amqp:localhost")))
                .hasMessageStartingWith("a broker's URI names a host");
    }

    @Test
    void environmentIsReadAsSpringBootReadsIt() {
        assertThat(BrokerSettings.fromEnvironment(Map.of()))
                .isEqualTo(new BrokerSettings(List.of("localhost:5672"), "guest", "guest", "/", false));
        assertThat(BrokerSettings.fromEnvironment(Map.of(
                        "SPRING_RABBITMQ_HOST", "rabbit",
                        "SPRING_RABBITMQ_PORT", "5673",
                        "SPRING_RABBITMQ_USERNAME", "ada",
                        "SPRING_RABBITMQ_PASSWORD", "secret",
                        "SPRING_RABBITMQ_VIRTUAL_HOST", "v")))
                .isEqualTo(new BrokerSettings(List.of("rabbit:5673"), "ada", "secret", "v", false));
    }

    @Test
    void addressesOfTheEnvironmentWinOverItsHost() {
        assertThat(BrokerSettings.fromEnvironment(Map.of(
                        "SPRING_RABBITMQ_HOST", "unused",
                        "SPRING_RABBITMQ_USERNAME", "ada",
                        "SPRING_RABBITMQ_ADDRESSES", "one, two:5673")))
                .isEqualTo(new BrokerSettings(List.of("one:5672", "two:5673"), "ada", "guest", "/", false));
        assertThat(BrokerSettings.fromEnvironment(
                        Map.of("SPRING_RABBITMQ_ADDRESSES", "amqps://ada:secret@one/v,amqps://two")))
                .isEqualTo(new BrokerSettings(List.of("one:5671", "two:5671"), "ada", "secret", "v", true));
    }

    @Test
    void passwordIsNotPrinted() {
        assertThat(new BrokerSettings(List.of("one:5672"), "ada", "secret", "v", false))
                .hasToString("amqp://ada@one:5672/v");
    }
}
