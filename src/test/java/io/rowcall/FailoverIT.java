package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.BreakableServers;
import io.rowcall.testing.Database;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Outages;
import io.rowcall.testing.Replica;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Servers;
import io.rowcall.testing.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The database's replica takes its place, behind the address that the worker knows. */
class FailoverIT {

    @Test
    void connectionsThatAreOpenToADemotedServerAreLeftForTheOneThatTakesTheWrites() {
        BreakableServers servers = Servers.breakable();
        try (FaultProxy proxy = FaultProxy.to(servers.mysql());
                Replica replica = Replica.of(servers);
                Scene scene = Scene.create(servers.mysql(), servers.rabbit(), "failover")) {
            scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
            Outages outages = new Outages(scene, Duration.ofMillis(200));
            Worker worker = scene.start(outages.watch(
                    Worker.on(scene.database().through(proxy), scene.broker()).target("users", "table: users"),
                    Duration.ofMillis(500)));
            BatchMessage before = users("before", 0);
            scene.publish(before);
            assertThat(scene.results().await(before)).insertedAll(100);
            Database promoted = replica.copyOf(scene.database());

            outages.overcome(
                    worker,
                    "the database is read-only",
                    () -> servers.readOnlyMysql(true),
                    () -> {
                        replica.promote();
                        // No link is cut: a server that became a replica serves on those who only read.
                        proxy.leadTo(replica.server());
                    },
                    users("patient", 100),
                    users("too", 200));
            scene.publish(before);

            scene.results().awaitCopies("before", 2);
            assertThat(promoted.count("users")).isEqualTo(300);
            assertThat(promoted.count("rowcall_attempt")).isZero();
        } finally {
            servers.repair();
        }
    }

    private static BatchMessage users(String id, int first) {
        return batch("users")
                .id(id)
                .rows(100, i -> new Object[] {"id", first + i, "name", "n"})
                .message();
    }
}
