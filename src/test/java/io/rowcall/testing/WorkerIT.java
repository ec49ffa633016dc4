package io.rowcall.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

class WorkerIT {

    private Database database;
    private Broker broker;

    @BeforeEach
    void open() {
        database = Database.create("worker").execute("CREATE TABLE users (id INT PRIMARY KEY)");
        broker = Broker.create("worker");
    }

    @AfterEach
    void close() {
        database.close();
        broker.close();
    }

    @Test
    void workerAnswersInThisJvm() throws Exception {
        try (Worker worker = Worker.on(database, broker)
                        .target("users", "table: users")
                        .start();
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(worker.uri("/actuator/health")).build();
            assertThat(http.send(request, BodyHandlers.ofString()).body()).contains("UP");
        }
    }

    /** A channel that ends in the middle of a call would hold its consumer for the driver's 10 minutes. */
    @Test
    void callsToTheBrokerAreGivenUpAfterSeconds() {
        try (Worker worker =
                Worker.on(database, broker).target("users", "table: users").start()) {
            assertThat(worker.part(CachingConnectionFactory.class)
                            .getRabbitConnectionFactory()
                            .getChannelRpcTimeout())
                    .isEqualTo(15_000);
        }
    }

    @Test
    void workerInItsOwnJvmTakesItsClassesFromTheArchive() {
        await("the archive")
                .atMost(Duration.ofMinutes(2))
                .until(() -> !ClassArchive.options().isEmpty());
        WorkerBuilder insisting = Worker.on(database, broker)
                .target("users", "table: users")
                // Ends with an error where the archive can't be used.
                .jvmOption("-Xshare:on");
        try (WorkerProcess worker = insisting.fork().awaitReady()) {
            assertThat(worker.alive()).isTrue();
        }
    }

    @Test
    void workerInItsOwnJvmIsKilledAndStopped() throws Exception {
        WorkerBuilder builder = Worker.on(database, broker).target("users", "table: users");
        try (WorkerProcess first = builder.fork().awaitReady()) {
            first.kill();
            assertThat(first.awaitExit()).isEqualTo(137);
        }
        try (WorkerProcess second = builder.fork().awaitReady();
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(second.uri("/actuator/health")).build();
            assertThat(http.send(request, BodyHandlers.ofString()).body()).contains("UP");
            assertThat(second.terminate()).isIn(0, 143);
        }
    }
}
