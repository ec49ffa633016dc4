package io.rowcall.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.rowcall.apply.Targets;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Counts;
import io.rowcall.batch.ImportPart;
import io.rowcall.batch.Status;
import io.rowcall.ledger.Ledger;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.KeptRefusal;
import io.rowcall.result.Refusals;
import io.rowcall.result.StoredFailures;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /batches/{target}/{batchId}}: what became of a batch, however it was published. */
@RestController
class BatchLookup {

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    /** The same words as in a result message; what only an applied batch has is null for one that was refused. */
    record BatchView(
            String batchId,
            String target,
            String status,
            @Nullable String importId,
            @Nullable Integer part,
            @Nullable Integer parts,
            @Nullable Counts counts,
            int page,
            int pages,
            @JsonRawValue String failures,
            @Nullable String appliedAt,
            List<RefusalView> refusals) {}

    /** Refusals stand beside an applied batch where other content came under its id. */
    record RefusalView(String code, String message, String refusedAt) {
        static RefusalView of(KeptRefusal kept) {
            return new RefusalView(kept.refusal().code().name(), kept.refusal().message(), utc(kept.refusedAt()));
        }
    }

    private final Targets targets;
    private final Ledger ledger;
    private final StoredFailures failures;
    private final Refusals refusals;

    BatchLookup(Targets targets, Ledger ledger, StoredFailures failures, Refusals refusals) {
        this.targets = targets;
        this.ledger = ledger;
        this.failures = failures;
        this.refusals = refusals;
    }

    @GetMapping("/batches/{target}/{batchId}")
    BatchView byPath(
            @PathVariable("target") String target,
            @PathVariable("batchId") String batchId,
            @RequestParam(name = "page", defaultValue = "1") int page) {
        return find(target, batchId, page);
    }

    /** For ids that can't stand in a path. */
    @GetMapping(path = "/batches/{target}", params = "id")
    BatchView byParameter(
            @PathVariable("target") String target,
            @RequestParam("id") String batchId,
            @RequestParam(name = "page", defaultValue = "1") int page) {
        return find(target, batchId, page);
    }

    private BatchView find(String target, String batchId, int page) {
        if (targets.find(target).isEmpty()) {
            throw Problem.unknownTarget();
        }
        BatchKey key = key(target, batchId);
        LedgerEntry entry = ledger.find(List.of(key)).get(key);
        List<RefusalView> refused =
                refusals.of(key).stream().map(RefusalView::of).toList();
        if (entry == null && refused.isEmpty()) {
            throw Problem.unknownBatch(key);
        }
        int pages = entry == null ? 1 : entry.pages();
        if (page < 1 || page > pages) {
            throw Problem.badParameter("page is " + page + "; this batch has pages 1 to " + pages);
        }
        return entry == null ? refused(key, refused) : applied(entry, page, refused);
    }

    private static BatchKey key(String target, String batchId) {
        try {
            return new BatchKey(target, batchId);
        } catch (IllegalArgumentException e) {
            throw Problem.badParameter("a batch id holds 1 to " + BatchKey.MAX_ID_BYTES + " bytes");
        }
    }

    private static BatchView refused(BatchKey key, List<RefusalView> refused) {
        String status = Status.REFUSED.word();
        return new BatchView(key.batchId(), key.target(), status, null, null, null, null, 1, 1, "[]", null, refused);
    }

    private BatchView applied(LedgerEntry entry, int page, List<RefusalView> refused) {
        byte[] stored = failures.page(entry, page);
        ImportPart part = entry.part();
        return new BatchView(
                entry.key().batchId(),
                entry.key().target(),
                entry.counts().status().word(),
                part == null ? null : part.importId(),
                part == null ? null : part.part(),
                part == null ? null : part.parts(),
                entry.counts(),
                page,
                entry.pages(),
                stored == null ? "[]" : new String(stored, StandardCharsets.UTF_8),
                utc(entry.appliedAt()),
                refused);
    }

    private static String utc(LocalDateTime time) {
        return UTC.format(time);
    }
}
