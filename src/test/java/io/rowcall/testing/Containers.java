package io.rowcall.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * A MySQL and a RabbitMQ container, stopped with the JVM and labelled {@code io.rowcall.run} with the value of
 * {@code ROWCALL_RUN}, so that a later run can clear what a killed one left behind.
 */
record Containers(MySQLContainer mysql, RabbitMQContainer rabbit, Reach reach) {

    /** How a container's ports are reached. */
    private interface Reach {
        Endpoint of(GenericContainer<?> container, int port);
    }

    private static final String MYSQL_IMAGE = "mysql:9.7";
    static final String RABBIT_IMAGE = "rabbitmq:4.3-management";
    static final int AMQP_PORT = 5672;
    static final int MANAGEMENT_PORT = 15672;
    static final String PASSWORD = "rowcall-test";

    /** Servers that stay up: their data is in memory and their ports are the engine's choice. */
    static Containers start() {
        MySQLContainer mysql = newMysql().withTmpFs(Map.of("/var/lib/mysql", "rw"));
        return started(mysql, newRabbit(), Endpoint::direct);
    }

    /** Servers that keep what they said they would: MySQL flushes as it does by default, to the machine's disk. */
    static Containers startDurable() {
        MySQLContainer mysql =
                newMysql().withCommand("mysqld", "--max-connections=300", "--local-infile=ON", "--mysqlx=OFF");
        return started(mysql, newRabbit(), Endpoint::direct);
    }

    /**
     * Servers that may be killed and started again: they keep their data, and are reached by published ports that are
     * chosen here, since the engine may give a container another address each time it starts.
     */
    static Containers startKillable() {
        MySQLContainer mysql = newMysql();
        mysql.setPortBindings(List.of(freePort() + ":" + MySQLContainer.MYSQL_PORT));
        RabbitMQContainer rabbit = newRabbit();
        rabbit.setPortBindings(List.of(freePort() + ":" + AMQP_PORT, freePort() + ":" + MANAGEMENT_PORT));
        return started(mysql, rabbit, Endpoint::published);
    }

    Servers servers() {
        Endpoint database = reach.of(mysql, MySQLContainer.MYSQL_PORT);
        Endpoint amqp = reach.of(rabbit, AMQP_PORT);
        return new Servers(
                new MySqlServer(database.host(), database.port(), "root", PASSWORD, MySqlServer.IN_THE_CLEAR),
                new RabbitServer(
                        amqp.host(),
                        amqp.port(),
                        rabbit.getAdminUsername(),
                        rabbit.getAdminPassword(),
                        URI.create("http://" + reach.of(rabbit, MANAGEMENT_PORT))));
    }

    private static Containers started(MySQLContainer mysql, RabbitMQContainer rabbit, Reach reach) {
        Containers containers = new Containers(mysql, rabbit, reach);
        Runtime.getRuntime().addShutdownHook(new Thread(containers::stop, "stop-servers"));
        Startables.deepStart(mysql, rabbit).join();
        return containers;
    }

    /**
     * None of these options changes what a statement does. Less is flushed: a commit survives the end of mysqld, but
     * not that of the machine.
     */
    static MySQLContainer newMysql() {
        return labelled(new MySQLContainer(MYSQL_IMAGE))
                .withUsername("root")
                .withPassword(PASSWORD)
                .withDatabaseName("rowcall")
                .withCommand(
                        "mysqld",
                        "--max-connections=300",
                        "--innodb-flush-log-at-trx-commit=2",
                        "--sync-binlog=0",
                        "--innodb-doublewrite=OFF",
                        "--local-infile=ON",
                        "--mysqlx=OFF");
    }

    static RabbitMQContainer newRabbit() {
        return labelled(new RabbitMQContainer(RABBIT_IMAGE))
                .withExposedPorts(AMQP_PORT, MANAGEMENT_PORT)
                .withAdminUser("rowcall-admin")
                .withAdminPassword(PASSWORD);
    }

    private static <C extends GenericContainer<?>> C labelled(C container) {
        container.withLabel("io.rowcall.run", System.getenv().getOrDefault("ROWCALL_RUN", "none"));
        container.withStartupTimeout(Duration.ofMinutes(3));
        return container;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends and removes both. Doing so again does nothing. */
    void stop() {
        rabbit.stop();
        mysql.stop();
    }
}
