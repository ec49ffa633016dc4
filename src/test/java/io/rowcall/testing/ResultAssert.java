package io.rowcall.testing;

import io.rowcall.batch.Counts;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Status;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Questions about a {@link Result}. A failure says the whole result and what was logged last. */
public final class ResultAssert extends AbstractAssert<ResultAssert, Result> {

    ResultAssert(Result actual) {
        super(actual, ResultAssert.class);
    }

    /** All rows were inserted. */
    public ResultAssert insertedAll(int rows) {
        return counts(rows, rows, 0, 0, 0);
    }

    public ResultAssert counts(int rows, int inserted, int updated, int unchanged, int failed) {
        expectApplied();
        Counts expected = new Counts(rows, inserted, updated, unchanged, failed);
        return expect(actual.counts().equals(expected), "counts", expected, actual.counts());
    }

    public ResultAssert hasStatus(Status status) {
        return expect(actual.status() == status, "status", status, actual.status());
    }

    public ResultAssert isCompleted() {
        return hasStatus(Status.COMPLETED);
    }

    public ResultAssert isRefused(RefusalCode code) {
        hasStatus(Status.REFUSED);
        return expect(actual.refusal() == code, "refusal", code, actual.refusal());
    }

    /** What the producer is told contains all of these. */
    public ResultAssert says(String... parts) {
        String message = String.valueOf(actual.message());
        return expect(
                Arrays.stream(parts).allMatch(message::contains), "message with", Arrays.toString(parts), message);
    }

    public ResultAssert isDryRun() {
        return expect(actual.dryRun(), "a dry run", true, false);
    }

    /** These rows failed and no others. */
    public ResultAssert failedRows(Integer... rows) {
        expectApplied();
        List<Integer> failed = actual.failures().stream().map(FailedRow::row).toList();
        return expect(failed.equals(List.of(rows)), "failed rows", List.of(rows), failed);
    }

    /** The row failed with just these codes, in any order. */
    public ResultAssert rowFailed(int row, ReasonCode... codes) {
        List<ReasonCode> found = actual.failure(row).codes();
        return expect(
                found.stream()
                        .sorted()
                        .toList()
                        .equals(Arrays.stream(codes).sorted().toList()),
                "reasons of row " + row,
                List.of(codes),
                found);
    }

    /** One of the row's reasons has this code and concerns just this column. */
    public ResultAssert rowFailed(int row, ReasonCode code, String column) {
        return reason(row, code, column, "", null);
    }

    /** One of the row's reasons has this code and column, and its message contains all of these. */
    public ResultAssert rowFailedSaying(int row, ReasonCode code, String column, String... parts) {
        Reason reason = find(row, code, column);
        boolean says = reason != null && Arrays.stream(parts).allMatch(reason.message()::contains);
        return expect(says, "row " + row + " saying", Arrays.toString(parts), actual.failure(row));
    }

    /** One of the row's reasons has this code, column, limit and actual. */
    public ResultAssert rowFailed(int row, ReasonCode code, String column, String limit, String found) {
        return reason(row, code, column, limit, found);
    }

    private ResultAssert reason(int row, ReasonCode code, String column, String limit, @Nullable String found) {
        Reason reason = find(row, code, column);
        boolean same =
                reason != null && (found == null || (limit.equals(reason.limit()) && found.equals(reason.actual())));
        String wanted = code + " " + column + (found == null ? "" : " limit " + limit + " actual " + found);
        return expect(same, "reason of row " + row, wanted, actual.failure(row));
    }

    private @Nullable Reason find(int row, ReasonCode code, String column) {
        return actual.failure(row).reasons().stream()
                .filter(reason -> reason.code() == code && reason.columns().equals(List.of(column)))
                .findFirst()
                .orElse(null);
    }

    private void expectApplied() {
        isNotNull();
        expect(actual.status() != Status.REFUSED, "status", "applied", actual.status());
    }

    private ResultAssert expect(boolean fulfilled, String what, @Nullable Object expected, @Nullable Object found) {
        if (!fulfilled) {
            failWithMessage(
                    "expected %s %s%n but was %s%n in the %s%nlast log:%n%s",
                    what, expected, found, actual, RecentLog.tail());
        }
        return this;
    }
}
