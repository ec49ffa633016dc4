package io.rowcall.faults;

import static io.rowcall.faults.Report.Violation.APPLIED_TWICE;
import static io.rowcall.faults.Report.Violation.BLAMED_ROWS;
import static io.rowcall.faults.Report.Violation.DEAD_LETTERS;
import static io.rowcall.faults.Report.Violation.DIFFERENT_REPEATS;
import static io.rowcall.faults.Report.Violation.LEFT_OVER;
import static io.rowcall.faults.Report.Violation.LOST;
import static io.rowcall.faults.Report.Violation.STRANGERS;
import static io.rowcall.faults.Report.Violation.WRONGLY_REFUSED;
import static io.rowcall.faults.Report.Violation.WRONG_VERDICTS;

import com.rabbitmq.client.GetResponse;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Wire;
import io.rowcall.testing.Broker;
import io.rowcall.testing.FailedRow;
import io.rowcall.testing.Result;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares, when all has come to rest, what was answered with what was to be expected of every batch. */
final class Audit {

    private final Books books;
    private final Report report;

    Audit(Books books, Report report) {
        this.books = books;
        this.report = report;
    }

    void check(Answers answers, Broker broker, long unsent) {
        long rows = 0;
        for (Books.Entry entry : books.entries()) {
            check(entry);
            rows += entry.expected().counts().rows();
        }
        answers.faults().forEach(fault -> report.found(DIFFERENT_REPEATS, fault));
        books.strangers().forEach(stranger -> report.found(STRANGERS, stranger));
        report.number(books.entries().size(), "batches");
        report.number(rows, "rows");
        report.number(books.confirmedPublishes(), "confirmed publishes");
        report.number(answers.messages(), "result messages");
        checkQueues(broker, unsent);
        checkDeadLetters(broker.drain(Wire.DEAD));
    }

    private void check(Books.Entry entry) {
        Expectation expected = entry.expected();
        List<Result> applied = entry.applied();
        List<RefusalCode> refusals = entry.firstRefusals();
        if (!entry.answered()) {
            report.found(LOST, expected.id() + " for " + expected.destination().target());
        }
        if (applied.size() > 1) {
            report.found(APPLIED_TWICE, expected.id() + " has " + applied.size() + " applied results:\n" + applied);
        }
        if (expected.refusal() == null) {
            refusals.forEach(code -> report.found(WRONGLY_REFUSED, expected.id() + " was refused " + code));
            applied.forEach(result -> checkVerdicts(expected, result));
        } else {
            applied.forEach(result -> report.found(WRONGLY_REFUSED, "applied and not refused: " + result));
            refusals.stream()
                    .filter(code -> code != expected.refusal())
                    .forEach(code -> report.found(
                            WRONGLY_REFUSED,
                            expected.id() + " was refused " + code + " and not " + expected.refusal()));
        }
    }

    private void checkVerdicts(Expectation expected, Result result) {
        Map<Integer, List<ReasonCode>> failed = new HashMap<>();
        for (FailedRow row : result.failures()) {
            failed.put(row.row(), row.codes());
            if (!expected.failures().containsKey(row.row())) {
                report.found(BLAMED_ROWS, expected.id() + " row " + row);
            }
        }
        Map<Integer, List<ReasonCode>> wanted = new HashMap<>();
        expected.failures().forEach((row, code) -> wanted.put(row, List.of(code)));
        if (!result.target().equals(expected.destination().target())
                || !result.counts().equals(expected.counts())
                || !failed.equals(wanted)) {
            report.found(WRONG_VERDICTS, "expected " + expected.counts() + " and failed " + wanted + "\nbut " + result);
        }
    }

    private void checkQueues(Broker broker, long unsent) {
        for (Destination destination : Destination.values()) {
            checkEmpty(broker, Wire.importQueue(destination.target()));
        }
        checkEmpty(broker, Wire.DROPPED);
        if (unsent > 0) {
            report.found(LEFT_OVER, unsent + " results in the outbox");
        }
    }

    private void checkEmpty(Broker broker, String queue) {
        int ready = broker.ready(queue);
        if (ready > 0) {
            report.found(LEFT_OVER, ready + " messages in " + queue);
        }
    }

    private void checkDeadLetters(List<GetResponse> dead) {
        report.number(dead.size(), "dead letters");
        Set<String> seen = new HashSet<>();
        for (GetResponse letter : dead) {
            String id = letter.getProps().getMessageId();
            String code = String.valueOf(letter.getProps().getHeaders().get(Wire.HEADER_CODE));
            seen.add(id + " " + code);
            if (!books.knows(id) || !mayDie(books.entry(id), code)) {
                report.found(DEAD_LETTERS, id + " " + code + " was not to be dead-lettered");
            }
        }
        for (Books.Entry entry : books.entries()) {
            for (RefusalCode code : new HashSet<>(entry.refusals())) {
                if (!seen.contains(entry.expected().id() + " " + code)) {
                    report.found(DEAD_LETTERS, entry.expected().id() + " was refused and is not there");
                }
            }
        }
    }

    private static boolean mayDie(Books.Entry entry, String code) {
        RefusalCode refusal = entry.expected().refusal();
        return (refusal != null && refusal.name().equals(code))
                || (entry.reused() && RefusalCode.BATCH_ID_REUSED.name().equals(code));
    }
}
