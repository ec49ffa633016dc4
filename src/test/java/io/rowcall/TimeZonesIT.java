package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.BreakableServers;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.Servers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The worker's machine and the database live in different time zones, neither of them UTC, and by the clocks of the
 * worker's machine the moment in question never was: in that night they went from two to three.
 */
class TimeZonesIT {

    private BreakableServers servers;
    private Scene scene;

    @BeforeEach
    void open() {
        servers = Servers.breakable();
        scene = Scene.create(servers, "zones");
        scene.database()
                .execute(
                        "SET GLOBAL time_zone = '-11:00'",
                        "CREATE TABLE moments (id INT PRIMARY KEY, said DATETIME, at TIMESTAMP NULL, day DATE, clock TIME)");
    }

    @AfterEach
    void close() {
        scene.database().execute("SET GLOBAL time_zone = 'SYSTEM'");
        scene.close();
    }

    @Test
    void momentsAreWhatTheProducerSaid() {
        scene.fork(scene.worker().target("moments", "table: moments").jvmOption("-Duser.timezone=Europe/Berlin"))
                .awaitReady();

        Result result = scene.send(batch("moments")
                .row(
                        "id",
                        1,
                        "said",
                        "2026-03-29T02:30:00",
                        "at",
                        "2026-03-29T02:30:00+02:00",
                        "day",
                        "2026-03-29",
                        "clock",
                        "02:30:00"));

        assertThat(result).insertedAll(1);
        assertThat(
                        scene.database()
                                .queryValue(
                                        "SELECT CONCAT_WS(' ', said, UNIX_TIMESTAMP(at), day, clock) FROM moments WHERE id = 1"))
                .isEqualTo("2026-03-29 02:30:00 "
                        + Instant.parse("2026-03-29T00:30:00Z").getEpochSecond() + " 2026-03-29 02:30:00");
        assertThat(Duration.between(result.appliedAt(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(2));
    }
}
