package io.rowcall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Wire;
import io.rowcall.publish.rows.BodyFormat;
import io.rowcall.testing.Broker;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PublishConfigurationIT {

    @Test
    void publisherIsABeanWithAConnectionOfItsOwn() {
        try (Broker broker = Broker.create("publish-bean")) {
            broker.declareExchange(Wire.IMPORTS, "direct")
                    .declareQueue("q", Map.of())
                    .bind("q", Wire.IMPORTS, "users");
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
                    .withUserConfiguration(PublishConfiguration.class)
                    .withPropertyValues(
                            "spring.rabbitmq.addresses=" + broker.host() + ":" + broker.port(),
                            "spring.rabbitmq.username=" + broker.username(),
                            "spring.rabbitmq.password=" + broker.password(),
                            "spring.rabbitmq.virtual-host=" + broker.vhost(),
                            "rowcall.publish.deadline=40s")
                    .run(context -> {
                        OutgoingBatch batch = OutgoingBatch.of("users", "b-1", BodyFormat.JSON, "[]".getBytes(UTF_8));

                        assertThat(context.getBean(BatchPublisher.class)
                                        .publish(batch)
                                        .join())
                                .isInstanceOf(PublishOutcome.Confirmed.class);

                        assertThat(context.getBean(CachingConnectionFactory.class)
                                        .getCacheProperties())
                                .as("the application's connection was not touched")
                                .containsEntry("localPort", "0");
                    });
        }
    }

    @Test
    void wrongSettingStopsTheStartNamingTheProperty() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
                .withUserConfiguration(PublishConfiguration.class)
                .withPropertyValues("rowcall.publish.window-batches=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("rowcall.publish.window-batches is at least 1"));
    }
}
