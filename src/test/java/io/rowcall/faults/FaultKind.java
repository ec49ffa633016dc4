package io.rowcall.faults;

import io.rowcall.batch.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The faults, each with the number of its scenario in docs/reliability.md. */
enum FaultKind {
    KILL_BEFORE_COMMIT(
            1,
            Lane.WORKERS,
            (stage, random) -> stage.fleet()
                    .killAt(oneOf(random, Step.RECEIVED, Step.CLAIMED, Step.WRITTEN, Step.RECORDED), random)),
    KILL_AFTER_COMMIT(2, Lane.WORKERS, (stage, random) -> stage.fleet().killAt(Step.COMMITTED, random)),
    KILL_AFTER_SENDING(3, Lane.WORKERS, (stage, random) -> stage.fleet().killAt(Step.SENT, random)),
    KILL_AFTER_CONFIRM(
            4,
            Lane.WORKERS,
            (stage, random) -> stage.fleet()
                    .killAt(oneOf(random, Step.CONFIRMED, Step.DEAD_LETTERED, Step.ACKED, Step.FORGOTTEN), random)),
    KILL_WORKER(4, Lane.WORKERS, (stage, random) -> stage.fleet().kill(random)),
    STOP_WORKER(5, Lane.WORKERS, (stage, random) -> stage.fleet().terminate(random)),
    FREEZE_WORKER(24, Lane.WORKERS, (stage, random) -> stage.fleet().freeze(BrokerFaults.someSeconds(random), random)),

    KILL_BROKER(7, Lane.SERVERS, BrokerFaults::kill),
    BROKER_REJECTS_RESULTS(8, Lane.SERVERS, BrokerFaults::rejectResults),
    RESULTS_GO_NOWHERE(9, Lane.SERVERS, BrokerFaults::unbindResults),
    CUT_BEFORE_COMMIT(12, Lane.SERVERS, DatabaseFaults::cutBeforeCommit),
    KILL_SESSIONS(12, Lane.SERVERS, DatabaseFaults::killSessions),
    CUT_AFTER_COMMIT(13, Lane.SERVERS, DatabaseFaults::cutAfterCommit),
    DEADLOCKS(14, Lane.SERVERS, DatabaseFaults::deadlocks),
    LOCKED_ROWS(15, Lane.SERVERS, DatabaseFaults::lockRows),
    KILL_DATABASE(16, Lane.SERVERS, DatabaseFaults::kill),
    READ_ONLY_DATABASE(17, Lane.SERVERS, DatabaseFaults::readOnly),
    SLOW_DATABASE(19, Lane.SERVERS, DatabaseFaults::delay),
    SILENT_DATABASE(20, Lane.SERVERS, DatabaseFaults::blackHole),
    FREEZE_DATABASE(20, Lane.SERVERS, DatabaseFaults::freeze),
    SILENT_BROKER(21, Lane.SERVERS, BrokerFaults::blackHole),
    FREEZE_BROKER(21, Lane.SERVERS, BrokerFaults::freeze),
    CUT_BROKER_LINKS(22, Lane.SERVERS, BrokerFaults::cut),
    CUT_BROKER_FRAME(22, Lane.SERVERS, BrokerFaults::cutAmidFrame),
    SLOW_BROKER(22, Lane.SERVERS, BrokerFaults::delay),
    MEMORY_ALARM(23, Lane.SERVERS, BrokerFaults::memoryAlarm);

    /** Faults of different lanes go on at the same time, those of one lane one after the other. */
    enum Lane {
        WORKERS,
        SERVERS
    }

    /** Does the fault, lets it last, ends it, and says what it was. */
    @FunctionalInterface
    interface Act {
        String inflict(Stage stage, SplittableRandom random) throws Exception;
    }

    private final int scenario;
    private final Lane lane;
    private final Act act;

    FaultKind(int scenario, Lane lane, Act act) {
        this.scenario = scenario;
        this.lane = lane;
        this.act = act;
    }

    int scenario() {
        return scenario;
    }

    Lane lane() {
        return lane;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    String inflict(Stage stage, SplittableRandom random) throws Exception {
        return act.inflict(stage, random);
    }

    static List<FaultKind> ofScenario(int number) {
        return Arrays.stream(values()).filter(kind -> kind.scenario == number).toList();
    }

    private static Step oneOf(SplittableRandom random, Step... steps) {
        return steps[random.nextInt(steps.length)];
    }
}
