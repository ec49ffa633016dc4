package io.rowcall.testing;

import static io.rowcall.testing.FailedRow.text;

import io.rowcall.batch.Counts;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a batch was answered, all pages of it. Making one checks what holds for every result: the pages agree on all but
 * their failures, and the failures are as many as the counts say, each row once, in order.
 */
public final class Result implements AssertProvider<ResultAssert> {

    private final List<JsonNode> pages;
    private final List<FailedRow> failures = new ArrayList<>();

    Result(List<JsonNode> pages) {
        this.pages = List.copyOf(pages);
        pages.forEach(page -> page.path("failures").forEach(row -> failures.add(FailedRow.of(row))));
        if (status() != Status.REFUSED) {
            checkPages();
        }
    }

    public String resultId() {
        return head().required("resultId").asString();
    }

    public @Nullable String batchId() {
        return text(head().required("batchId"));
    }

    public String target() {
        return head().required("target").asString();
    }

    public Status status() {
        String word = head().required("status").asString();
        for (Status status : Status.values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new AssertionError("no status: " + word + " in " + head());
    }

    public boolean dryRun() {
        return head().required("dryRun").asBoolean();
    }

    /** The counts of a batch that was applied. */
    public Counts counts() {
        JsonNode counts = head().required("counts");
        return new Counts(
                counts.required("rows").intValue(),
                counts.required("inserted").intValue(),
                counts.required("updated").intValue(),
                counts.required("unchanged").intValue(),
                counts.required("failed").intValue());
    }

    /** When a batch that was applied was, by the database's clock. */
    public Instant appliedAt() {
        return Instant.parse(head().required("appliedAt").asString());
    }

    public List<FailedRow> failures() {
        return List.copyOf(failures);
    }

    /** The failure of a row. */
    public FailedRow failure(int row) {
        return failures.stream()
                .filter(each -> each.row() == row)
                .findFirst()
                .orElseThrow(() -> new AssertionError("row " + row + " did not fail in " + this));
    }

    /** Why a batch was refused; null for one that was applied. */
    public @Nullable RefusalCode refusal() {
        return head().has("code") ? RefusalCode.valueOf(head().get("code").asString()) : null;
    }

    /** What the producer of a refused batch is told; null for one that was applied. */
    public @Nullable String message() {
        return text(head().path("message"));
    }

    /** The first page as it came. */
    public JsonNode head() {
        return pages.getFirst();
    }

    public int pages() {
        return pages.size();
    }

    /** All that a reader of a failed test needs to know of this result. */
    @Override
    public String toString() {
        String text = "result of batch " + batchId() + " for " + target() + ": " + status();
        if (status() == Status.REFUSED) {
            return text + " " + refusal() + " " + message();
        }
        return text
                + (dryRun() ? " (dry run) " : " ")
                + counts()
                + failures.stream().limit(20).map(row -> "\n  row " + row).collect(Collectors.joining())
                + (failures.size() > 20 ? "\n  and " + (failures.size() - 20) + " more" : "");
    }

    /** Lets {@code assertThat(result)} ask questions about results. */
    @Override
    @Deprecated
    public ResultAssert assertThat() {
        return new ResultAssert(this);
    }

    private void checkPages() {
        if (counts().status() != status()) {
            throw new AssertionError("status and counts disagree: " + this);
        }
        for (int i = 0; i < pages.size(); i++) {
            JsonNode page = pages.get(i);
            if (page.required("page").intValue() != i + 1
                    || page.required("pages").intValue() != pages.size()
                    || !Objects.equals(page.get("counts"), head().get("counts"))
                    || !Objects.equals(page.get("appliedAt"), head().get("appliedAt"))) {
                throw new AssertionError("page " + (i + 1) + " of " + pages.size() + " disagrees: " + page);
            }
        }
        if (failures.size() != counts().failed()) {
            throw new AssertionError(failures.size() + " failures are listed: " + this);
        }
        int last = -1;
        for (FailedRow failure : failures) {
            if (failure.row() <= last || failure.row() >= counts().rows()) {
                throw new AssertionError("row " + failure.row() + " after row " + last + ": " + this);
            }
            if (failure.reasons().isEmpty()) {
                throw new AssertionError("row " + failure.row() + " has no reason: " + this);
            }
            last = failure.row();
        }
    }
}
