package io.rowcall.testing;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * A MySQL and a RabbitMQ container, labelled {@code io.rowcall.run} with the value of {@code ROWCALL_RUN} so that a
 * later run can clear what a killed one left behind.
 */
record Containers(MySQLContainer mysql, RabbitMQContainer rabbit) {

    static final String MYSQL_IMAGE = "mysql:9.7";
    static final String RABBIT_IMAGE = "rabbitmq:4.3-management";

    private static final String PASSWORD = "rowcall-test";

    static Containers start(String purpose) {
        Containers containers = new Containers(mysql(purpose), rabbit(purpose));
        Runtime.getRuntime().addShutdownHook(new Thread(containers::stop, "stop-" + purpose + "-servers"));
        Startables.deepStart(containers.mysql, containers.rabbit).join();
        return containers;
    }

    Servers servers() {
        return new Servers(
                new MySqlServer(mysql.getHost(), mysql.getMappedPort(MySQLContainer.MYSQL_PORT), "root", PASSWORD, ""),
                new RabbitServer(
                        rabbit.getHost(),
                        rabbit.getAmqpPort(),
                        rabbit.getAdminUsername(),
                        rabbit.getAdminPassword(),
                        URI.create(rabbit.getHttpUrl())));
    }

    /**
     * Nothing here changes what a statement does. Less is flushed, so a commit survives the end of mysqld but not that
     * of the machine; the data directory is memory.
     */
    private static MySQLContainer mysql(String purpose) {
        return labelled(new MySQLContainer(MYSQL_IMAGE), purpose)
                .withUsername("root")
                .withPassword(PASSWORD)
                .withDatabaseName("rowcall")
                .withTmpFs(Map.of("/var/lib/mysql", "rw"))
                .withCommand(
                        "mysqld",
                        "--max-connections=300",
                        "--innodb-flush-log-at-trx-commit=2",
                        "--sync-binlog=0",
                        "--innodb-doublewrite=OFF",
                        "--mysqlx=OFF",
                        "--performance-schema-consumer-events-statements-history=OFF");
    }

    private static RabbitMQContainer rabbit(String purpose) {
        return labelled(new RabbitMQContainer(RABBIT_IMAGE), purpose)
                .withAdminUser("rowcall-admin")
                .withAdminPassword(PASSWORD);
    }

    private static <C extends GenericContainer<?>> C labelled(C container, String purpose) {
        container.withLabel("io.rowcall.run", System.getenv().getOrDefault("ROWCALL_RUN", "none"));
        container.withLabel("io.rowcall.purpose", purpose);
        container.withStartupTimeout(Duration.ofMinutes(3));
        return container;
    }

    private void stop() {
        rabbit.stop();
        mysql.stop();
    }
}
