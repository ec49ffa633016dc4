package io.rowcall.observe;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rowcall.ledger.Holds;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. Each test looks at a target of its own. */
class MetricsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Scene scene;
    private static Worker worker;

    @BeforeAll
    static void open() {
        scene = Scene.create("metrics");
        scene.database().execute("CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(4) NOT NULL)");
        worker = scene.start(scene.worker()
                .target("users", "table: users", "allowed: fail, update")
                .target("others", "table: users")
                .target("idle", "table: users")
                .property("rowcall.observe.unsent-interval", "100ms")
                .property("rowcall.apply.hold-watch", "100ms"));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void billOfMaterialsIsServed() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(worker.uri("/actuator/sbom/application")).build();

        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("pkg:maven/com.mysql/mysql-connector-j@");
    }

    @Test
    void batchesAndRowsAreCountedApart() {
        BatchMessage batch = batch("users")
                .row("id", 1, "name", "Ada")
                .row("id", 2, "name", "Bob")
                .row("id", 2, "name", "Bob")
                .row("id", 3, "name", "too long", "nmae", 1)
                .message();
        scene.publish(batch);
        scene.results().await(batch);
        scene.publish(batch);
        scene.results().awaitCopies(batch.id(), 2);
        scene.send(batch("users").row("id", 4, "name", "Cleo"));
        scene.send(batch("users").row("id", 5, "name", null));
        scene.send(batch("users").row("id", 6, "name", "Dan").dryRun());
        scene.send(batch("users").body("no JSON"));

        Awaitility.await().untilAsserted(() -> {
            assertThat(batches("partial")).isEqualTo(1);
            assertThat(batches("completed")).isEqualTo(1);
            assertThat(batches("failed")).isEqualTo(1);
            assertThat(batches("repeated")).isEqualTo(1);
            assertThat(batches("dry-run")).isEqualTo(1);
            assertThat(batches("refused")).isEqualTo(1);
        });
        assertThat(value("rowcall_rows_total", "users", "verdict", "inserted")).isEqualTo(3);
        assertThat(value("rowcall_rows_total", "users", "verdict", "updated")).isZero();
        assertThat(value("rowcall_rows_total", "users", "verdict", "failed")).isEqualTo(3);
        assertThat(failed("DUPLICATE_IN_BATCH")).isEqualTo(1);
        assertThat(failed("TOO_LONG")).isEqualTo(1);
        assertThat(failed("UNKNOWN_COLUMN")).isEqualTo(1);
        assertThat(failed("NOT_NULL")).isEqualTo(1);
        assertThat(value("rowcall_apply_seconds_count", "users", "phase", "commit"))
                .isGreaterThanOrEqualTo(3);
        assertThat(value("rowcall_apply_seconds_count", "users", "phase", "write"))
                .isGreaterThanOrEqualTo(3);
        assertThat(value("rowcall_last_success_age_seconds", "users", "", "")).isCloseTo(0, within(20.0));
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(scraped("rowcall_results_unsent (\\S+)")).hasValue(0));
    }

    @Test
    void countersStandAtZeroBeforeTheirFirstEvent() {
        assertThat(value("rowcall_batches_total", "idle", "outcome", "refused")).isZero();
        assertThat(value("rowcall_rows_total", "idle", "verdict", "inserted")).isZero();
    }

    @Test
    void heldTargetShows() {
        assertThat(value("rowcall_target_held", "idle", "", "")).isZero();
        worker.part(Holds.class).hold("idle", "metrics");
        Awaitility.await().until(() -> value("rowcall_target_held", "idle", "", "") == 1);
        worker.part(Holds.class).resume("idle");
        Awaitility.await().until(() -> value("rowcall_target_held", "idle", "", "") == 0);
    }

    @Test
    void nothingIsTaggedWithAnId() {
        BatchMessage batch = batch("others").row("id", 100, "name", "Eve").message();
        scene.publish(batch);
        scene.results().await(batch);

        assertThat(scrape()).doesNotContain(batch.id());
    }

    private static double batches(String outcome) {
        return value("rowcall_batches_total", "users", "outcome", outcome);
    }

    private static double failed(String code) {
        return value("rowcall_rows_failed_total", "users", "code", code);
    }

    /** A sample of the target, with one further label where that has a name; NaN where there is none. */
    private static double value(String name, String target, String label, String value) {
        String labels = label.isEmpty() ? "" : "(?=[^}]*%s=\"%s\")".formatted(label, value);
        return scraped(name + "\\{" + labels + "[^}]*target=\"" + target + "\"[^}]*\\} (\\S+)")
                .orElse(Double.NaN);
    }

    private static OptionalDouble scraped(String sample) {
        return Pattern.compile("^" + sample + "$", Pattern.MULTILINE)
                .matcher(scrape())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .findFirst();
    }

    private static String scrape() {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(worker.uri("/actuator/prometheus"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
