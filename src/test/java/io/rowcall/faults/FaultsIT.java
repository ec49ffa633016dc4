package io.rowcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.BreakableServers;
import io.rowcall.testing.Servers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A short run of {@code bin/faults}, and the proof that it would notice. */
class FaultsIT {

    private static final long SEED = 1;

    /** Those that are over soon; {@code bin/faults} has time for the others. */
    private static final List<FaultKind> QUICK = List.of(
            FaultKind.KILL_BEFORE_COMMIT,
            FaultKind.KILL_AFTER_COMMIT,
            FaultKind.KILL_AFTER_CONFIRM,
            FaultKind.STOP_WORKER,
            FaultKind.BROKER_REJECTS_RESULTS,
            FaultKind.CUT_BEFORE_COMMIT,
            FaultKind.CUT_AFTER_COMMIT,
            FaultKind.KILL_SESSIONS,
            FaultKind.DEADLOCKS,
            FaultKind.READ_ONLY_DATABASE,
            FaultKind.CUT_BROKER_FRAME,
            FaultKind.CUT_BROKER_LINKS);

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private BreakableServers servers;

    @BeforeEach
    void open() {
        servers = Servers.breakable();
    }

    @AfterEach
    void close() {
        servers.repair();
    }

    @Test
    void promiseIsKeptWhileEverythingFails() throws InterruptedException {
        Report report =
                run(Options.of().withSeed(SEED).lasting(Duration.ofSeconds(25)).only(QUICK));

        assertThat(report.clean()).as(told + "\n" + report).isTrue();
    }

    @ParameterizedTest
    @MethodSource("sabotage")
    void workerThatBreaksThePromiseIsFoundOut(Sabotage sabotage) throws InterruptedException {
        Report report = run(Options.of().withSeed(SEED).withWorkers(1).breaking(sabotage));

        assertThat(report.count(sabotage.sign())).as(told + "\n" + report).isPositive();
    }

    /** The two that are found out most quickly, or with {@code -Drowcall.faults.controls=true} all. */
    static Stream<Sabotage> sabotage() {
        return Boolean.getBoolean("rowcall.faults.controls")
                ? Stream.of(Sabotage.values())
                : Stream.of(Sabotage.RESULT_BEFORE_COMMIT, Sabotage.NACK_AS_REJECT);
    }

    private Report run(Options options) throws InterruptedException {
        return new Run(options, servers, new Journal(new PrintStream(told, true, StandardCharsets.UTF_8))).run();
    }
}
