package io.rowcall.faults;

import io.rowcall.batch.Wire;
import io.rowcall.testing.BreakableServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One run: batches and faults for a while, then rest, then the audit. */
final class Run {

    private static final String UNSENT =
            "SELECT COUNT(*) FROM rowcall_outbox WHERE leased_until IS NULL OR leased_until < UTC_TIMESTAMP(3)";

    /** How long batches may take to be answered when all faults are over. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How long nothing has to come, and nothing to wait anywhere, where the worker is known to lose some. */
    private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(4);

    private final Options options;
    private final BreakableServers servers;
    private final Journal journal;
    private final Books books = new Books();
    private final Report report = new Report();

    Run(Options options, BreakableServers servers, Journal journal) {
        this.options = options;
        this.servers = servers;
        this.journal = journal;
    }

    /** Does all of it. Blocks as long as it takes; nothing of it goes on afterwards. */
    Report run() throws InterruptedException {
        List<Producer> producers = new ArrayList<>();
        try (Stage stage = new Stage(servers, options.workers(), options.sabotage(), books)) {
            stage.fleet().awaitStarted();
            journal.say(options.workers() + " workers have started");
            for (int i = 0; i < options.producers(); i++) {
                producers.add(new Producer(options.seed(), i, stage.linkedBroker(), books));
            }
            Pace.await(PATIENCE, () -> stage.answers().messages() > 0);
            watched(stage);
            journal.say("no more faults; waiting for rest");
            producers.forEach(Producer::finish);
            awaitRest(stage, producers);
            stage.fleet().stop();
            Pace.await(PATIENCE, () -> stage.broker().ready(Wire.RESULTS) == 0);
            journal.say("all workers stopped; checking");
            tellNumbers(stage, producers);
            new Audit(books, report).check(stage.answers(), stage.broker(), unsent(stage));
            new TableAudit(stage.database(), books, report).check();
        } finally {
            producers.forEach(Producer::abandon);
        }
        return report;
    }

    private void watched(Stage stage) throws InterruptedException {
        Watch watch = new Watch(stage);
        try (watch) {
            doFaults(stage);
        }
        journal.say(watch.summary());
    }

    private void doFaults(Stage stage) throws InterruptedException {
        long until = System.nanoTime() + options.duration().toNanos();
        List<Thread> lanes = new ArrayList<>();
        for (FaultKind.Lane lane : FaultKind.Lane.values()) {
            List<FaultKind> kinds =
                    options.kinds().stream().filter(kind -> kind.lane() == lane).toList();
            lanes.add(Thread.ofPlatform()
                    .name("faults-" + lane)
                    .start(new Schedule(stage, kinds, options.seed() + lane.ordinal(), until, journal)));
        }
        for (Thread lane : lanes) {
            lane.join();
        }
    }

    private void awaitRest(Stage stage, List<Producer> producers) throws InterruptedException {
        if (!Pace.await(PATIENCE, () -> producers.stream().allMatch(Producer::finished))) {
            producers.forEach(Producer::abandon);
        }
        Quiet quiet = new Quiet(stage.answers());
        Pace.await(PATIENCE, () -> {
            boolean nothingToDo = empty(stage) && unsent(stage) == 0;
            boolean quietForLong = quiet.lasts(options.sabotage().isPresent() ? LITTLE_PATIENCE : PATIENCE);
            return nothingToDo && (books.unanswered() == 0 || quietForLong);
        });
    }

    /** Tells for how long no result has come. */
    private static final class Quiet {
        private final Answers answers;
        private int messages = -1;
        private long since;

        Quiet(Answers answers) {
            this.answers = answers;
        }

        boolean lasts(Duration duration) {
            if (answers.messages() != messages) {
                messages = answers.messages();
                since = System.nanoTime();
            }
            return System.nanoTime() - since > duration.toNanos();
        }
    }

    private static boolean empty(Stage stage) {
        for (Destination destination : Destination.values()) {
            if (stage.broker().ready(Wire.importQueue(destination.target())) > 0) {
                return false;
            }
        }
        return true;
    }

    private static long unsent(Stage stage) {
        return ((Number) Objects.requireNonNull(stage.database().queryValue(UNSENT))).longValue();
    }

    private void tellNumbers(Stage stage, List<Producer> producers) {
        report.number(journal.faults(), "faults");
        report.number(journal.failed(), "that did not come about");
        report.number(stage.fleet().ended(), "workers replaced");
        report.number(producers.stream().mapToInt(Producer::unknownOutcomes).sum(), "publishes of unknown outcome");
        report.number(producers.stream().mapToInt(Producer::replays).sum(), "replays");
        report.number(producers.stream().mapToInt(Producer::reuses).sum(), "ids used again with other content");
    }
}
