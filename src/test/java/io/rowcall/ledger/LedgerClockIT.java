package io.rowcall.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.Database;
import io.rowcall.testing.Mappers;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The server's clock is set by {@code SET timestamp}, which holds for one connection. */
class LedgerClockIT {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private Database database;
    private SingleConnectionDataSource connection;
    private LedgerClock clock;

    @BeforeEach
    void connect() throws SQLException {
        database = Database.create("ledger_clock");
        connection = new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);
        LedgerMapper mapper = Mappers.session(connection, LedgerMapper.class).getMapper(LedgerMapper.class);
        clock = new LedgerClock(mapper, nanos::get);
        serverSays(1_000);
    }

    @AfterEach
    void close() {
        connection.destroy();
        database.close();
    }

    @Test
    void readLessThanASecondAgoItIsCountedOn() throws SQLException {
        assertThat(clock.lately()).isEqualTo(at(1_000_000));
        serverSays(2_000);
        goesBy(Duration.ofMillis(999));
        assertThat(clock.lately()).isEqualTo(at(1_000_999));
    }

    @Test
    void readASecondAgoItIsReadAnew() throws SQLException {
        clock.lately();
        serverSays(2_000);
        goesBy(Duration.ofSeconds(1));
        assertThat(clock.lately()).isEqualTo(at(2_000_000));
        goesBy(Duration.ofMillis(5));
        assertThat(clock.lately()).isEqualTo(at(2_000_005));
    }

    @Test
    void whoNeedsItExactAsksTheServerEachTime() throws SQLException {
        assertThat(clock.now()).isEqualTo(at(1_000_000));
        serverSays(2_000);
        assertThat(clock.now()).isEqualTo(at(2_000_000));
        assertThat(clock.lately()).isEqualTo(at(2_000_000));
    }

    private void goesBy(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void serverSays(long epochSeconds) throws SQLException {
        try (Statement statement = connection.getConnection().createStatement()) {
            statement.execute("SET timestamp = " + epochSeconds);
        }
    }

    private static LocalDateTime at(long epochMillis) {
        return LocalDateTime.of(1970, 1, 1, 0, 0).plus(Duration.ofMillis(epochMillis));
    }
}
