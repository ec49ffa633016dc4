package io.rowcall.cli.demo;

import io.rowcall.cli.Answers;
import io.rowcall.cli.Progress;
import io.rowcall.cli.PublishTally;
import io.rowcall.cli.ResultDocument;
import io.rowcall.cli.Totals;
import io.rowcall.publish.BatchPublisher;
import io.rowcall.publish.BatchSplitter;
import io.rowcall.publish.BrokerSettings;
import io.rowcall.publish.ReceivedResult;
import io.rowcall.publish.ResultSubscription;
import io.rowcall.publish.rows.RowSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One publishing of the whole file and the results that answered it. */
final class Round {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PublishTally tally = new PublishTally();
    private final Totals totals = new Totals();
    private final Map<String, Integer> partOfBatch = new HashMap<>();
    private final TreeMap<Integer, List<ResultDocument>> pages = new TreeMap<>();
    private final TreeMap<String, String> messages = new TreeMap<>();
    private Duration took = Duration.ZERO;

    private Round() {}

    /** Publishes and waits for all results. */
    static Round of(Path file, BatchSplitter splitter, BrokerSettings broker, Progress progress)
            throws InterruptedException {
        Round round = new Round();
        round.run(file, splitter, broker, progress);
        return round;
    }

    private void run(Path file, BatchSplitter splitter, BrokerSettings broker, Progress progress)
            throws InterruptedException {
        Answers answers = new Answers(false, this::read);
        long start = System.nanoTime();
        try (ResultSubscription results = ResultSubscription.open(broker, splitter.target() + ".*");
                BatchPublisher publisher = BatchPublisher.connect(broker);
                RowSource rows = rows(file)) {
            results.deliverTo(answers::take);
            publisher.connectNow();
            start = System.nanoTime();
            tally.publish(splitter.split(rows), publisher, part -> {
                partOfBatch.put(part.batch().key().batchId(), part.number());
                answers.expect(part);
            });
            tally.problemInWords().ifPresent(problem -> {
                throw new IllegalStateException(problem);
            });
            boolean inTime = answers.await(
                    PATIENCE,
                    () -> progress.show(
                            () -> "%,d of %,d parts answered".formatted(answers.answered(), tally.parts())));
            if (!inTime) {
                throw new IllegalStateException("%,d of %,d parts were not answered within %d s; does the worker run?"
                        .formatted(tally.parts() - answers.answered(), tally.parts(), PATIENCE.toSeconds()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        took = Duration.ofNanos(System.nanoTime() - start);
    }

    private static RowSource rows(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".csv") ? RowSource.csv(in) : RowSource.ndjson(in);
    }

    private void read(ResultDocument page, ReceivedResult message, long firstRow) {
        totals.add(page, firstRow);
        pages.computeIfAbsent(partOfBatch.get(page.batchId()), part -> new ArrayList<>())
                .add(page);
        messages.put(page.resultId() + "/" + page.page(), message.json());
    }

    PublishTally tally() {
        return tally;
    }

    Totals totals() {
        return totals;
    }

    /** The result of each part, page by page. */
    Map<Integer, List<ResultDocument>> pages() {
        return pages;
    }

    /** Every message by result id and page, as it came. */
    Map<String, String> messages() {
        return messages;
    }

    /** From the first publish to the last result. */
    Duration took() {
        return took;
    }
}
