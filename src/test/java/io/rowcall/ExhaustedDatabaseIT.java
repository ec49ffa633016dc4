package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Database;
import io.rowcall.testing.Producer;
import io.rowcall.testing.Results;
import io.rowcall.testing.SmallMysql;
import io.rowcall.testing.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database without room for another row or another connection fails no row. */
class ExhaustedDatabaseIT {

    private static SmallMysql mysql;
    private static Database database;
    private static Broker broker;
    private static Account account;
    private static Worker worker;
    private static Results results;
    private static Producer producer;
    private static int nextId;

    @BeforeAll
    static void open() {
        mysql = SmallMysql.start();
        database = Database.create(mysql.server(), "exhausted")
                .execute("CREATE TABLE users (id INT PRIMARY KEY, name LONGTEXT NOT NULL)")
                .migrate();
        account = database.account("worker", "ALL ON *");
        broker = Broker.create("exhausted");
        worker = Worker.on(database, broker)
                .databaseAccount(account)
                .target("users", "table: users")
                .property("spring.datasource.hikari.connection-timeout", "1000")
                .property("rowcall.apply.first-pause", "200ms")
                .property("rowcall.apply.longest-pause", "500ms")
                .start();
        results = Results.of(broker);
        producer = Producer.of(broker);
    }

    @AfterAll
    static void close() {
        worker.close();
        results.close();
        producer.close();
        broker.close();
        mysql.close();
    }

    @Test
    void fullDiskFailsNoRow() {
        mysql.fillDisk();
        List<BatchMessage> batches = new ArrayList<>();
        // What room is left in the table's file is used up first.
        Awaitility.await("held for the full disk")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    batches.add(publish("x".repeat(1 << 20)));
                    return why().contains("full");
                });
        mysql.emptyDisk();

        batches.forEach(batch -> assertThat(results.await(batch)).insertedAll(1));
        assertThat(broker.ready(Wire.DEAD)).isZero();
    }

    @Test
    void databaseWithoutAConnectionLeftFailsNoRow() throws SQLException {
        assertThat(results.await(publish("before"))).insertedAll(1);
        Object usual = database.queryValue("SELECT @@GLOBAL.max_connections");
        BatchMessage batch;
        try (Connection only = database.connect();
                Statement statement = only.createStatement()) {
            List<?> connected = database.queryColumn(
                    "SELECT id FROM information_schema.processlist WHERE user = ?", account.username());
            statement.execute("SET GLOBAL max_connections = 1");
            // What is connected stays so until it is told otherwise.
            for (Object id : connected) {
                statement.execute("KILL " + id);
            }
            batch = publish("patient");
            Awaitility.await("held for want of a connection")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> why().contains("no connection left"));
            statement.execute("SET GLOBAL max_connections = " + usual);
        }

        assertThat(results.await(batch)).insertedAll(1);
        assertThat(broker.ready(Wire.DEAD)).isZero();
    }

    private static BatchMessage publish(String name) {
        BatchMessage message = batch("users").row("id", nextId++, "name", name).message();
        producer.publish(message);
        return message;
    }

    private static String why() {
        return worker.part(Gates.class).states().get("users") instanceof Gate.State.Held held ? held.why() : "";
    }
}
