package io.rowcall.result;

import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Counts;
import io.rowcall.batch.ImportPart;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.Status;
import io.rowcall.ledger.LedgerEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Turns what the ledger knows of a batch into the messages of its result. A pure function: whoever renders the same
 * entry again, the worker that applied it, another one or the relay, makes the same bytes.
 */
final class ResultRenderer {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final byte[] NO_FAILURES = "[]".getBytes(StandardCharsets.UTF_8);

    /**
     * One page of an applied batch's result.
     *
     * @param failures the page's JSON array, or null where no row failed
     */
    static ResultMessage page(LedgerEntry entry, int page, byte @Nullable [] failures, @Nullable String correlationId) {
        return render(entry, resultId(entry), false, page, failures, correlationId);
    }

    /** One page of what a dry run would have done. */
    static ResultMessage dryRunPage(
            LedgerEntry entry, String resultId, int page, byte @Nullable [] failures, @Nullable String correlationId) {
        return render(entry, resultId, true, page, failures, correlationId);
    }

    private static ResultMessage render(
            LedgerEntry entry,
            String resultId,
            boolean dryRun,
            int page,
            byte @Nullable [] failures,
            @Nullable String correlationId) {
        Status status = entry.counts().status();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(failures == null ? 512 : failures.length + 512);
        try (JsonGenerator json = FailureJson.JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            writeHead(json, resultId, entry.key().batchId(), entry.key().target(), status, dryRun, entry.part());
            writeCounts(json, entry.counts());
            json.writeNumberProperty("page", page);
            json.writeNumberProperty("pages", entry.pages());
            json.writeName("failures");
            json.writeRawValue(new String(failures == null ? NO_FAILURES : failures, StandardCharsets.UTF_8));
            json.writeStringProperty("appliedAt", iso(entry.appliedAt()));
            json.writeEndObject();
        }
        return new ResultMessage(resultId, entry.key().target(), status, correlationId, bytes.toByteArray());
    }

    /** The answer to a batch that can never be applied. It holds no time, so that a repeat has the same bytes. */
    static ResultMessage refused(
            String resultId,
            String target,
            @Nullable String batchId,
            Refusal refusal,
            @Nullable ImportPart part,
            @Nullable String correlationId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FailureJson.JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            writeHead(json, resultId, batchId, target, Status.REFUSED, false, part);
            json.writeStringProperty("code", refusal.code().name());
            json.writeStringProperty("message", refusal.message());
            json.writeEndObject();
        }
        return new ResultMessage(resultId, target, Status.REFUSED, correlationId, bytes.toByteArray());
    }

    private static void writeHead(
            JsonGenerator json,
            String resultId,
            @Nullable String batchId,
            String target,
            Status status,
            boolean dryRun,
            @Nullable ImportPart part) {
        json.writeStartObject();
        json.writeStringProperty("resultId", resultId);
        if (batchId == null) {
            json.writeNullProperty("batchId");
        } else {
            json.writeStringProperty("batchId", batchId);
        }
        json.writeStringProperty("target", target);
        json.writeStringProperty("status", status.word());
        json.writeBooleanProperty("dryRun", dryRun);
        if (part == null) {
            json.writeNullProperty("importId");
        } else {
            json.writeStringProperty("importId", part.importId());
        }
        writeNumber(json, "part", part == null ? null : part.part());
        writeNumber(json, "parts", part == null ? null : part.parts());
    }

    private static void writeNumber(JsonGenerator json, String name, @Nullable Integer number) {
        if (number == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, number);
        }
    }

    private static void writeCounts(JsonGenerator json, Counts counts) {
        json.writeObjectPropertyStart("counts");
        json.writeNumberProperty("rows", counts.rows());
        json.writeNumberProperty("inserted", counts.inserted());
        json.writeNumberProperty("updated", counts.updated());
        json.writeNumberProperty("unchanged", counts.unchanged());
        json.writeNumberProperty("failed", counts.failed());
        json.writeEndObject();
    }

    private static String iso(LocalDateTime utc) {
        return MILLIS.format(utc);
    }

    /** An applied batch has one result; a batch applied again after the ledger forgot it has another. */
    static String resultId(LedgerEntry entry) {
        return digest(entry.key().target(), entry.key().batchId(), entry.hash().hex(), iso(entry.appliedAt()));
    }

    /** A refusal stands beside other answers to the same id, so its code and content take part. */
    static String refusalId(String target, @Nullable String batchId, @Nullable ContentHash hash, Refusal refusal) {
        return digest(
                target,
                batchId == null ? "" : batchId,
                hash == null ? "" : hash.hex(),
                refusal.code().name());
    }

    /** 128 bits of SHA-256 over the parts, each ended by a byte that no part holds. */
    private static String digest(String... parts) {
        MessageDigest sha256 = FailureJson.sha256();
        for (String part : parts) {
            sha256.update(part.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0xFF);
        }
        return HexFormat.of().formatHex(sha256.digest(), 0, 16);
    }

    private ResultRenderer() {}
}
