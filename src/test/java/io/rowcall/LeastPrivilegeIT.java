package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Account;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Producer;
import io.rowcall.testing.Results;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Producer, worker and subscriber with the rights that the contract gives them, and not one more. */
class LeastPrivilegeIT {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.create("least");
        scene.database()
                .execute(
                        "CREATE TABLE countries (code CHAR(2) PRIMARY KEY)",
                        "INSERT INTO countries VALUES ('FR')",
                        """
                        CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(64) NOT NULL, country CHAR(2),
                            FOREIGN KEY (country) REFERENCES countries (code))""");
        // The operator makes queues and tables.
        scene.start(configured()).stop();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private WorkerBuilder configured() {
        return scene.worker().target("users", "table: users", "allowed: fail, update", "triggers: none");
    }

    @Test
    void contractsRightsAreEnough() {
        Account worker =
                scene.broker().user("worker", "^$", "^rowcall\\.(results|dead)$", "^rowcall\\.(imports\\..*|dropped)$");
        Account producer = scene.broker().user("producer", "^$", "^rowcall\\.imports$", "^$");
        Account subscriber = scene.broker().user("subscriber", "^$", "^$", "^rowcall\\.results$");
        Account account = scene.database()
                .account(
                        "worker",
                        "SELECT, INSERT, UPDATE ON users",
                        "SELECT ON countries",
                        "SELECT, INSERT, UPDATE, DELETE ON rowcall_target",
                        "SELECT, INSERT, UPDATE, DELETE ON rowcall_batch",
                        "SELECT, INSERT, UPDATE, DELETE ON rowcall_failure",
                        "SELECT, INSERT, UPDATE, DELETE ON rowcall_outbox",
                        "SELECT, INSERT, UPDATE, DELETE ON rowcall_refusal",
                        "SELECT, INSERT, UPDATE, DELETE ON rowcall_attempt");
        scene.start(configured()
                .brokerUser(worker)
                .databaseAccount(account)
                .property("rowcall.topology.declare", "false")
                .property("rowcall.schema.migrate", "false"));
        BatchMessage rows = batch("users")
                .row("id", 1, "name", "Ada", "country", "FR")
                .row("id", 2, "name", "Bea", "country", "XX")
                .row("id", 1, "name", "Cleo", "country", "FR")
                .message();
        BatchMessage broken = batch("users").body("[").message();

        try (Producer publisher = Producer.of(scene.broker(), producer);
                Results results = Results.of(scene.broker(), subscriber)) {
            publisher.publish(rows, broken);

            assertThat(results.await(rows))
                    .counts(3, 1, 0, 0, 2)
                    .rowFailed(1, ReasonCode.FOREIGN_KEY, "country")
                    .rowFailed(2, ReasonCode.DUPLICATE_IN_BATCH);
            assertThat(results.await(broken)).isRefused(RefusalCode.MALFORMED);
            assertThat(scene.broker().await(Wire.DEAD).getProps().getMessageId())
                    .isEqualTo(broken.id());
        }
    }

    @Test
    void producersMayNotReadNorPublishResults() {
        Account producer = scene.broker().user("producer", "^$", "^rowcall\\.imports$", "^$");

        assertThatThrownBy(
                        () -> scene.broker().connect(producer).createChannel().basicGet(Wire.RESULTS, true))
                .hasStackTraceContaining("ACCESS_REFUSED");
    }
}
