package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.FaultProxy;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Secrets change under a running worker. It never stops for good: with the old secret it says what is wrong and tries
 * on, unhurried; a worker started with the new one takes over meanwhile.
 */
class CredentialsIT {

    private static final String QUEUE = Wire.importQueue("users");

    private Scene scene;
    private FaultProxy proxy;

    @BeforeEach
    void open() {
        scene = Scene.create("credentials");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL)");
    }

    @AfterEach
    void close() {
        scene.close();
        if (proxy != null) {
            proxy.close();
        }
    }

    private WorkerBuilder configured(WorkerBuilder worker) {
        return worker.target("users", "table: users").property("rowcall.apply.longest-pause", "2s");
    }

    @Test
    void workerWithTheOldSecretOfTheBrokerSaysSoAndTriesOnUnhurried() {
        Account user = scene.broker().user("rotated", ".*", ".*", ".*");
        proxy = FaultProxy.to(scene.broker().server());
        Worker old = scene.start(configured(
                Worker.on(scene.database(), scene.broker().through(proxy)).brokerUser(user)));
        assertThat(scene.send(batch("users").row("id", 1, "name", "a"))).insertedAll(1);

        Account rotated = scene.broker().changePassword(user, "another");
        scene.broker().closeConnectionsOf(user);
        awaitHeld(old, "the broker can't be used: ");
        assertThat(why(old)).contains("ACCESS_REFUSED");
        int links = proxy.accepted();
        Awaitility.await("a while").pollDelay(Duration.ofSeconds(4)).until(() -> true);
        // Target, dropped batches and relay each try on their own; none more often than about once in a second.
        assertThat(proxy.accepted() - links).as("tries to log in in 4 s").isBetween(1, 16);

        scene.start(configured(scene.worker().brokerUser(rotated)));
        assertThat(scene.send(batch("users").row("id", 2, "name", "b"))).insertedAll(1);
        scene.broker().changePassword(user, user.password());
        Awaitility.await("the first one is back too")
                .atMost(Duration.ofSeconds(20))
                .until(() -> scene.broker().consumers(QUEUE) == 2);
    }

    @Test
    void workerWithTheNewSecretOfTheDatabaseTakesOver() {
        scene.database().migrate();
        Account account = scene.database().account("rotated", "ALL ON *");
        Worker old = scene.start(configured(scene.worker()).databaseAccount(account));
        assertThat(scene.send(batch("users").row("id", 1, "name", "a"))).insertedAll(1);

        scene.database()
                .execute("ALTER USER '" + account.username() + "'@'%' IDENTIFIED BY 'another'")
                .killConnectionsOf(account);
        BatchMessage waiting = batch("users").row("id", 2, "name", "b").message();
        scene.publish(waiting);
        awaitHeld(old, "Access denied for user '" + account.username());
        assertThat(scene.results().soFar()).hasSize(1);

        scene.start(configured(scene.worker()).databaseAccount(new Account(account.username(), "another")));
        assertThat(scene.results().await(waiting)).insertedAll(1);
        assertThat(scene.broker().ready(Wire.DEAD)).isZero();
    }

    private static String why(Worker worker) {
        return worker.part(Gates.class).states().get("users") instanceof Gate.State.Held held ? held.why() : "";
    }

    private static void awaitHeld(Worker worker, String why) {
        Awaitility.await("held, since " + why)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> why(worker).contains(why));
    }
}
