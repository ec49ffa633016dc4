package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Outages;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Servers;
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
    private static Scene scene;
    private static Account account;
    private static Outages outages;
    private static Worker worker;
    private static int nextId;

    @BeforeAll
    static void open() {
        mysql = SmallMysql.start();
        scene = Scene.create(mysql.server(), Servers.shared().rabbit(), "exhausted");
        scene.database()
                .execute("CREATE TABLE users (id INT PRIMARY KEY, name LONGTEXT NOT NULL)")
                .migrate();
        account = scene.database().account("worker", "ALL ON *");
        outages = new Outages(scene, Duration.ofMillis(200));
        worker = scene.start(outages.watch(
                scene.worker()
                        .databaseAccount(account)
                        .target("users", "table: users")
                        .property("spring.datasource.hikari.connection-timeout", "1000"),
                Duration.ofMillis(500)));
    }

    @AfterAll
    static void close() {
        scene.close();
        mysql.close();
    }

    @Test
    void fullDiskFailsNoRow() {
        List<BatchMessage> earlier = new ArrayList<>();

        outages.overcome(
                worker,
                "full",
                () -> {
                    mysql.fillDisk();
                    // What room is left in the table's file is used up first.
                    Awaitility.await("held for the full disk")
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> {
                                earlier.add(publish(large()));
                                return why().contains("full");
                            });
                },
                mysql::emptyDisk,
                large(),
                large());

        earlier.forEach(batch -> assertThat(scene.results().await(batch)).insertedAll(1));
        assertThat(scene.broker().ready(Wire.DEAD)).isZero();
    }

    @Test
    void databaseWithoutAConnectionLeftFailsNoRow() throws SQLException {
        assertThat(scene.results().await(publish(named("before")))).insertedAll(1);
        Object usual = scene.database().queryValue("SELECT @@GLOBAL.max_connections");
        BatchMessage batch;
        try (Connection only = scene.database().connect();
                Statement statement = only.createStatement()) {
            List<?> connected = scene.database()
                    .queryColumn("SELECT id FROM information_schema.processlist WHERE user = ?", account.username());
            statement.execute("SET GLOBAL max_connections = 1");
            // What is connected stays so until it is told otherwise.
            for (Object id : connected) {
                statement.execute("KILL " + id);
            }
            batch = publish(named("patient"));
            Awaitility.await("held for want of a connection")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> why().contains("no connection left"));
            statement.execute("SET GLOBAL max_connections = " + usual);
        }

        assertThat(scene.results().await(batch)).insertedAll(1);
        assertThat(scene.broker().ready(Wire.DEAD)).isZero();
    }

    private static BatchMessage large() {
        return named("x".repeat(1 << 20));
    }

    private static BatchMessage named(String name) {
        return batch("users").row("id", nextId++, "name", name).message();
    }

    private static BatchMessage publish(BatchMessage message) {
        scene.publish(message);
        return message;
    }

    private static String why() {
        return worker.part(Gates.class).states().get("users") instanceof Gate.State.Held held ? held.why() : "";
    }
}
