package io.rowcall.testing;

import static io.rowcall.testing.Direction.TO_CLIENT;
import static io.rowcall.testing.Direction.TO_SERVER;
import static io.rowcall.testing.Tripwire.Edge.AFTER;
import static io.rowcall.testing.Tripwire.Edge.BEFORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The patterns find what they say they find in the protocols of the real servers. */
class FaultProxyIT {

    private Database database;
    private Broker broker;

    @BeforeEach
    void open() {
        database = Database.create("proxy").execute("CREATE TABLE t (id INT PRIMARY KEY)");
        broker = Broker.create("proxy").declareQueue("q", Map.of("x-queue-type", "quorum"));
    }

    @AfterEach
    void close() {
        database.close();
        broker.close();
    }

    @Test
    void commitThatNeverArrivedIsRolledBack() throws SQLException {
        insertAndLose(BEFORE);
        assertThat(database.count("t")).isZero();
    }

    @Test
    void commitWhoseAnswerWasLostStands() throws SQLException {
        insertAndLose(AFTER);
        Awaitility.await().until(() -> database.count("t") == 1);
    }

    @Test
    void lostConfirmLeavesThePublishedMessage() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker.server())) {
            Tripwire tripwire = proxy.cutAt(TO_CLIENT, WirePattern.amqpAck(), BEFORE);
            Channel channel = broker.through(proxy).connect().createChannel();
            channel.confirmSelect();
            channel.basicPublish("", "q", new BasicProperties(), new byte[] {1});

            assertThatThrownBy(() -> channel.waitForConfirms(10_000)).isInstanceOf(Exception.class);
            assertThat(tripwire.tripped()).isTrue();
            Awaitility.await().until(() -> broker.ready("q") == 1);
        }
    }

    @Test
    void lostPublishLeavesNoMessage() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker.server())) {
            Tripwire tripwire = proxy.cutAt(TO_SERVER, WirePattern.amqpPublish(), BEFORE);
            Channel channel = broker.through(proxy).connect().createChannel();
            channel.confirmSelect();
            channel.basicPublish("", "q", new BasicProperties(), new byte[] {1});

            assertThatThrownBy(() -> channel.waitForConfirms(10_000)).isInstanceOf(Exception.class);
            assertThat(tripwire.tripped()).isTrue();
            assertThat(broker.ready("q")).isZero();
        }
    }

    private void insertAndLose(Tripwire.Edge edge) throws SQLException {
        try (FaultProxy proxy = FaultProxy.to(database.server());
                Connection connection = database.through(proxy).connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("INSERT INTO t VALUES (1)");
            Tripwire tripwire = proxy.cutAt(TO_SERVER, WirePattern.mysqlQuery("commit"), edge);

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThat(tripwire.tripped()).isTrue();
        }
    }
}
