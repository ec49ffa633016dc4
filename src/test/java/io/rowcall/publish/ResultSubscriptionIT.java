package io.rowcall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Account;
import io.rowcall.testing.Broker;
import io.rowcall.testing.FaultProxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResultSubscriptionIT {

    private final List<ReceivedResult> received = new CopyOnWriteArrayList<>();
    private Broker broker;

    @BeforeEach
    void open() {
        broker = Broker.create("results").declareExchange(Wire.RESULTS, "topic");
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void resultsOfTheTargetAreReceivedFromNowOnByAUserWithNoMoreRightsThanItTakes() {
        Account user = broker.user(
                "subscriber", "^rowcall\\.results\\..*$", "^rowcall\\.results\\..*$", "^rowcall\\.results(\\..*)?$");
        publish("users.completed", "r-0");
        String queue;
        try (ResultSubscription subscription =
                ResultSubscription.open(settings(broker.host(), broker.port(), user), "users.*")) {
            queue = subscription.queue();
            subscription.deliverTo(received::add);
            publish("other.completed", "r-1");
            publish("users.partial", "r-2");

            await().until(() -> !received.isEmpty());
            assertThat(received).containsExactly(new ReceivedResult("r-2", "users.partial", "{\"é\":1}"));
            assertThat(broker.exists(queue)).isTrue();
        }
        assertThat(broker.exists(queue)).isFalse();
    }

    @Test
    void userWithoutTheRightsIsToldWhichAreMissing() {
        Account user = broker.user("subscriber", "^$", "^$", "^$");

        assertThatThrownBy(() -> ResultSubscription.open(settings(broker.host(), broker.port(), user), "#"))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessage("this user may not make a queue for results; grant it configure and write on "
                        + "^rowcall\\.results\\..*$ and read on ^rowcall\\.results(\\..*)?$");
    }

    @Test
    void missingExchangeIsNamed() {
        try (Broker bare = Broker.create("results-bare")) {
            Account admin = new Account(bare.username(), bare.password());
            assertThatThrownBy(() -> ResultSubscription.open(
                            new BrokerSettings(
                                    List.of(bare.host() + ":" + bare.port()),
                                    admin.username(),
                                    admin.password(),
                                    bare.vhost(),
                                    false),
                            "#"))
                    .hasMessageStartingWith("this virtual host has no exchange rowcall.results");
        }
    }

    @Test
    void whatComesWhileTheConnectionIsLostIsReceivedAfterwards() {
        Account admin = new Account(broker.username(), broker.password());
        try (FaultProxy proxy = FaultProxy.to(broker.server());
                ResultSubscription subscription =
                        ResultSubscription.open(settings(proxy.host(), proxy.port(), admin), "#")) {
            subscription.deliverTo(received::add);
            publish("users.partial", "r-1");
            await().until(() -> received.size() == 1);
            proxy.refuse();
            publish("users.partial", "r-2");
            proxy.restore();

            await().until(() -> received.size() == 2);
            assertThat(received).last().extracting(ReceivedResult::resultId).isEqualTo("r-2");
            assertThat(broker.exists(subscription.queue())).isTrue();
        }
    }

    private void publish(String routingKey, String resultId) {
        broker.publish(
                Wire.RESULTS,
                routingKey,
                new BasicProperties.Builder().messageId(resultId).build(),
                "{\"é\":1}".getBytes(UTF_8));
    }

    private BrokerSettings settings(String host, int port, Account user) {
        return new BrokerSettings(List.of(host + ":" + port), user.username(), user.password(), broker.vhost(), false);
    }
}
