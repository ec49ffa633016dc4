package io.rowcall.result;

import com.rabbitmq.client.AMQP;
import io.rowcall.batch.Wire;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.ConfirmChannel.Sending;
import io.rowcall.tls.TlsTrouble;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.stereotype.Component;

/** Publishes results: all pages of all answers are sent one after the other, then their confirms are awaited together. */
@Component
public class ResultPublisher {

    private static final Logger log = LoggerFactory.getLogger(ResultPublisher.class);

    /** So many bytes may be on their way unconfirmed; they are held in memory until then. */
    private static final long WINDOW_BYTES = 8L << 20;

    /** AMQP 0-9-1, delivery-mode. */
    private static final int PERSISTENT = 2;

    private final StoredFailures stored;
    private final ConfirmedSender sender;

    ResultPublisher(StoredFailures stored, ConfirmedSender sender) {
        this.stored = stored;
        this.sender = sender;
    }

    /**
     * Publishes and waits for the broker. Blocks for the database too, where stored failures are needed.
     *
     * @param sent runs when all is with the broker, and before its confirms are awaited
     * @return for each answer, in order: null where every page is safely in a queue, else what is wrong
     */
    public List<@Nullable String> publish(List<Answer> answers, Runnable sent) {
        List<@Nullable String> problems = new ArrayList<@Nullable String>(Collections.nCopies(answers.size(), null));
        try {
            sender.overOneChannel(channel -> publish(answers, new Window(channel, problems), sent));
        } catch (AmqpException e) {
            problems.replaceAll(problem -> unreachable(e));
        }
        return problems;
    }

    private void publish(List<Answer> answers, Window window, Runnable sent) {
        for (int i = 0; i < answers.size(); i++) {
            int answer = i;
            try {
                render(answers.get(i), message -> window.send(answer, message));
            } catch (AmqpException e) {
                window.fail(answer, unreachable(e));
            } catch (DamagedResultException e) {
                // The others are not to wait for it.
                log.error("A stored result can't be published", e);
                window.fail(answer, String.valueOf(e.getMessage()));
            }
        }
        sent.run();
        window.await();
    }

    private static String unreachable(AmqpException e) {
        return "the broker can't be reached (%s)".formatted(TlsTrouble.sentence(e, String.valueOf(e.getMessage())));
    }

    private void render(Answer answer, Consumer<ResultMessage> to) {
        switch (answer) {
            case Answer.Applied applied ->
                pages(
                        applied.entry(),
                        page -> to.accept(ResultRenderer.page(
                                applied.entry(),
                                page,
                                uncompressed(applied.failurePages(), page),
                                applied.correlationId())));
            case Answer.Repeated repeated ->
                pages(
                        repeated.entry(),
                        page -> to.accept(ResultRenderer.page(
                                repeated.entry(),
                                page,
                                stored.page(repeated.entry(), page),
                                repeated.correlationId())));
            case Answer.DryRun dryRun -> {
                String resultId = UUID.randomUUID().toString().replace("-", "");
                pages(
                        dryRun.entry(),
                        page -> to.accept(ResultRenderer.dryRunPage(
                                dryRun.entry(),
                                resultId,
                                page,
                                uncompressed(dryRun.failurePages(), page),
                                dryRun.correlationId())));
            }
            case Answer.Refused refused ->
                to.accept(ResultRenderer.refused(
                        Refusals.resultId(refused),
                        refused.target(),
                        refused.batchId(),
                        refused.refusal(),
                        refused.part(),
                        refused.correlationId()));
        }
    }

    private static void pages(LedgerEntry entry, IntConsumer each) {
        for (int page = 1; page <= entry.pages(); page++) {
            each.accept(page);
        }
    }

    private static byte @Nullable [] uncompressed(List<byte[]> pages, int page) {
        return pages.isEmpty() ? null : Compression.uncompress(pages.get(page - 1));
    }

    private static AMQP.BasicProperties properties(ResultMessage result) {
        return new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .messageId(result.resultId())
                .deliveryMode(PERSISTENT)
                .correlationId(result.correlationId())
                .build();
    }

    /** What is on its way, and what became of each answer. */
    private final class Window {

        private record Sent(int answer, Sending sending) {}

        private final ConfirmChannel channel;
        private final List<@Nullable String> problems;
        private final List<Sent> onTheirWay = new ArrayList<>();
        private long bytes;

        Window(ConfirmChannel channel, List<@Nullable String> problems) {
            this.channel = channel;
            this.problems = problems;
        }

        void send(int answer, ResultMessage result) {
            if (bytes > WINDOW_BYTES) {
                await();
            }
            bytes += result.body().length;
            onTheirWay.add(new Sent(
                    answer,
                    sender.send(channel, Wire.RESULTS, result.routingKey(), properties(result), result.body())));
        }

        void await() {
            long deadline = sender.deadline();
            for (Sent sent : onTheirWay) {
                String problem = sender.problemWith(sent.sending(), deadline);
                if (problem != null) {
                    fail(sent.answer(), problem);
                }
            }
            onTheirWay.clear();
            bytes = 0;
        }

        void fail(int answer, String problem) {
            problems.set(answer, problem);
        }
    }
}
