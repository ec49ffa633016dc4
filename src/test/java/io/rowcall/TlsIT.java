package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rowcall.testing.Account;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Certificates;
import io.rowcall.testing.Certificates.Issued;
import io.rowcall.testing.CommandProcess;
import io.rowcall.testing.LogCapture;
import io.rowcall.testing.Scene;
import io.rowcall.testing.TlsServers;
import io.rowcall.testing.Worker;
import io.rowcall.testing.WorkerBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The worker with the settings of docs/operations.md on servers that show good certificates, and wrong ones. */
class TlsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicInteger ROWS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static String host;
    private static Certificates ours;
    private static Certificates others;
    private static Issued right;
    private static TlsServers servers;
    private static Scene scene;
    private static Account account;
    private static Account user;
    private static Worker worker;

    /** What can be wrong with what a server shows, and what is to be said about it. */
    enum Wrong {
        HOST(
                "is for another name (",
                "; connect by a name that it holds, or give the server a certificate for this one"),
        AUTHORITY(
                "was issued by none that is trusted here (",
                "; put the certificate of its authority into the trust store, or give the server one of a trusted authority"),
        EXPIRED("has expired (NotAfter: ", "; renew it on the server");

        private final String trouble;
        private final String cure;

        Wrong(String trouble, String cure) {
            this.trouble = trouble;
            this.cure = cure;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        host = TlsServers.host();
        ours = Certificates.authority(folder, "ours");
        others = Certificates.authority(folder, "others");
        right = ours.issue("right", name());
        servers = TlsServers.start(right);
        scene = Scene.create(servers.mysql(), servers.rabbit(), "tls");
        account = scene.database().account("tls", "ALL ON *");
        scene.database()
                .execute(
                        "ALTER USER '" + account.username() + "'@'%' REQUIRE SSL",
                        "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(8) NOT NULL)");
        user = scene.broker().user("tls", ".*", ".*", ".*");
        worker = scene.start(configured());
    }

    @AfterAll
    static void stop() {
        scene.close();
        servers.close();
    }

    @AfterEach
    void rightAgain() {
        servers.show(right);
    }

    private static String name() {
        return (host.matches("[0-9.]+") ? "ip:" : "dns:") + host;
    }

    /** By the example of the documentation alone, with the places of these servers. */
    private static WorkerBuilder configured() throws IOException {
        String text = Files.readString(Path.of("docs/operations.md"));
        int from = text.indexOf("```yaml\n", text.indexOf("## TLS")) + "```yaml\n".length();
        String example = text.substring(from, text.indexOf("```", from))
                .replace("/etc/rowcall/trust.p12", ours.trustStore().toString())
                .replace("rabbitmq.example.com:5671", host + ":" + servers.amqpsPort())
                .replace(
                        "mysql.example.com:3306/shop",
                        host + ":" + servers.mysql().port() + "/"
                                + scene.database().name());
        Path file = Files.writeString(Files.createTempFile(folder, "application", ".yml"), example);
        return scene.worker()
                .without(
                        "spring.datasource.url",
                        "spring.flyway.url",
                        "spring.flyway.user",
                        "spring.flyway.password",
                        "spring.rabbitmq.host",
                        "spring.rabbitmq.port",
                        "spring.rabbitmq.addresses")
                .property("spring.config.additional-location", file.toUri().toString())
                .databaseAccount(account)
                .brokerUser(user)
                .target("users", "table: users")
                .property("rowcall.apply.first-pause", "200ms")
                .property("rowcall.apply.longest-pause", "300ms")
                .property("spring.datasource.hikari.connection-timeout", "1000");
    }

    private static BatchMessage oneRow() {
        return batch("users").row("id", ROWS.incrementAndGet(), "name", "Ada").message();
    }

    private static Issued issue(Wrong wrong) {
        return switch (wrong) {
            case HOST -> ours.issue("elsewhere", "dns:elsewhere.example.com");
            case AUTHORITY -> others.issue("foreign", name());
            case EXPIRED -> throw new IllegalArgumentException("it is shown before it expires");
        };
    }

    /** MySQL takes no certificate that has expired already; a slow machine needs more time to hand it one that will. */
    private static void showExpired() {
        for (Duration left = Duration.ofSeconds(4); ; left = left.multipliedBy(2)) {
            Instant end = Instant.now().plus(left).plusSeconds(1);
            Issued issued = ours.issueExpiring(left, "expiring", name());
            try {
                servers.show(issued);
            } catch (IllegalStateException e) {
                if (left.toSeconds() > 30) {
                    throw e;
                }
                continue;
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> Instant.now().isAfter(end));
            return;
        }
    }

    @Test
    void wholeJobIsDoneOverTls() throws Exception {
        BatchMessage rows = batch("users")
                .row("id", ROWS.incrementAndGet(), "name", "Ada")
                .row("id", ROWS.incrementAndGet(), "name", "much too long")
                .message();
        scene.publish(rows);

        assertThat(scene.results().await(rows)).counts(2, 1, 0, 0, 1);
        assertThat(post("[{\"id\":" + ROWS.incrementAndGet() + ",\"name\":\"Bob\"}]"))
                .contains("\"inserted\":1");
    }

    private static String post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(worker.uri("/users/batchInsert"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    @ParameterizedTest
    @EnumSource
    void serverWithAWrongCertificateIsNotSpokenToAndNothingIsLost(Wrong wrong) throws Exception {
        if (wrong == Wrong.EXPIRED) {
            showExpired();
        } else {
            servers.show(issue(wrong));
        }
        BatchMessage batch = oneRow();
        try (LogCapture log = LogCapture.begin()) {
            scene.database().killConnectionsOf(account);
            scene.publish(batch);
            awaitSaid(log, "users is held: the database is not spoken to: the server's certificate ", wrong);

            scene.broker().closeConnectionsOf(user);
            awaitSaid(log, "users is held: the broker can't be used: the server's certificate ", wrong);
        }
        assertThat(health()).contains(wrong.trouble).contains(wrong.cure);
        assertThat(scene.database().count("users WHERE id = " + ROWS.get())).isZero();

        servers.show(right);

        assertThat(scene.results().await(batch)).insertedAll(1);
    }

    private static void awaitSaid(LogCapture log, String start, Wrong wrong) {
        await(wrong + ": " + start)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log.events())
                        .anyMatch(event -> event.message().contains(start + wrong.trouble)
                                && event.message().contains(wrong.cure)));
    }

    private static String health() throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(worker.uri("/actuator/health/rowcall"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @Test
    void workerThatIsToMakeItsTablesEndsInASentence() throws IOException {
        servers.show(issue(Wrong.HOST));

        try (LogCapture log = LogCapture.begin()) {
            WorkerBuilder another = configured();
            assertThatThrownBy(another::start).isInstanceOf(RuntimeException.class);

            assertThat(log.text())
                    .contains("APPLICATION FAILED TO START")
                    .contains("the database is not spoken to: the server's certificate " + Wrong.HOST.trouble)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void serversThatAskForTlsAreNotSpokenToInTheClear() throws IOException {
        WorkerBuilder plain = configured()
                .property("spring.rabbitmq.addresses", "amqp://" + host + ":" + servers.amqpsPort())
                .property("spring.rabbitmq.ssl.enabled", "false")
                .property("spring.datasource.hikari.data-source-properties.sslMode", "DISABLED")
                .property("rowcall.schema.migrate", "false");
        try (LogCapture log = LogCapture.begin();
                Worker another = plain.start()) {
            assertThat(another).isNotNull();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(log.text())
                            .contains("Access denied for user '" + account.username() + "'")
                            .contains("or where the account asks for TLS set"
                                    + " spring.datasource.hikari.data-source-properties.sslMode to VERIFY_IDENTITY")
                            .contains(
                                    "the broker can't be used: the broker ended the connection without a word; where its port"
                                            + " speaks TLS, connect by amqps://"));
        }
    }

    @Test
    void producersOnTheCommandLineSpeakTls() throws Exception {
        int id = ROWS.incrementAndGet();
        Path file = Files.writeString(folder.resolve("users.csv"), "id,name\n" + id + ",Cleo\n");
        URI uri = URI.create("amqps://%s:%s@%s:%d/%s"
                .formatted(
                        user.username(),
                        user.password(),
                        host,
                        servers.amqpsPort(),
                        scene.broker().vhost()));
        String[] publish = {"publish", file.toString(), "--target", "users", "--uri", uri.toString()};

        CommandProcess trusting = CommandProcess.run(
                new String[] {
                    "-Djavax.net.ssl.trustStore=" + ours.trustStore(),
                    "-Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD
                },
                publish);
        CommandProcess distrusting = CommandProcess.run(new String[0], publish);
        assertThat(trusting.exit()).as(trusting.printed()).isZero();
        assertThat(distrusting.exit()).isNotZero();
        assertThat(distrusting.printed()).contains("the server's certificate " + Wrong.AUTHORITY.trouble);
        await().until(() -> scene.database().count("users WHERE id = " + id) == 1);
    }
}
