package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BreakableServers;
import io.rowcall.testing.Outages;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Servers;
import io.rowcall.testing.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that die, stop answering or refuse to work: batches wait and are then applied once. */
class BrokenServersIT {

    private BreakableServers servers;
    private Scene scene;
    private Outages outages;
    private Worker worker;

    @BeforeEach
    void open() {
        servers = Servers.breakable();
        scene = Scene.create(servers, "broken");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
        outages = new Outages(scene, Duration.ofMillis(100));
        worker = scene.start(outages.watch(scene.worker().target("users", "table: users"), Duration.ofSeconds(1)));
        assertThat(scene.send(users("first", 0))).insertedAll(100);
    }

    @AfterEach
    void close() {
        servers.repair();
        scene.close();
    }

    @Test
    void readOnlyDatabaseFailsNoRow() {
        outages.overcome(
                worker,
                "the database is read-only",
                () -> servers.readOnlyMysql(true),
                () -> servers.readOnlyMysql(false),
                users("patient", 100).message(),
                users("too", 200).message());

        assertThat(scene.database().count("users")).isEqualTo(300);
    }

    @Test
    void killedDatabaseFailsNoRow() {
        outages.overcome(
                worker,
                "the connection to the database failed",
                servers::killMysql,
                servers::startMysql,
                users("patient", 100).message(),
                users("too", 200).message());

        assertThat(scene.database().count("users")).isEqualTo(300);
    }

    @Test
    void killedBrokerLosesNothing() {
        scene.publish(users("patient", 100), users("too", 200));
        servers.killRabbit();
        servers.startRabbit();
        scene.publish(users("afterwards", 300));

        for (String id : new String[] {"patient", "too", "afterwards"}) {
            assertThat(scene.results().within(Duration.ofMinutes(1)).await(id)).insertedAll(100);
        }
        assertThat(scene.database().count("users")).isEqualTo(400);
    }

    @Test
    void blockedBrokerDelaysResultsAndLosesNone() throws SQLException {
        try (Connection other = scene.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO users VALUES (100, 'other')");
            scene.publish(users("patient", 100));
            scene.database().awaitLockWait();
            // From now on the broker takes no result.
            servers.memoryAlarm(true);
            other.rollback();
        }
        Awaitility.await().until(() -> scene.database().count("users") == 200);
        servers.memoryAlarm(false);

        assertThat(scene.results().within(Duration.ofMinutes(1)).await("patient"))
                .insertedAll(100);
    }

    private static BatchBuilder users(String id, int first) {
        return batch("users").id(id).rows(100, i -> new Object[] {"id", first + i, "name", "n"});
    }
}
