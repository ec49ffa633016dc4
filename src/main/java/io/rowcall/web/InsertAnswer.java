package io.rowcall.web;

import io.rowcall.batch.Counts;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.FailedRow;
import io.rowcall.result.StoredFailures;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what became of the rows of a call: each as it was sent, byte for byte, under {@code success}, or with its
 * reasons under {@code failed}. At no time is more than one page of failures in memory.
 */
@Component
class InsertAnswer {

    private record Head(String batchId, String target, String status, Counts counts) {}

    private final StoredFailures failures;
    private final JsonMapper json;

    InsertAnswer(StoredFailures failures, JsonMapper json) {
        this.failures = failures;
        this.json = json;
    }

    /** Answers the call that sent this body. Blocks for the database and for the caller. */
    void write(LedgerEntry entry, byte[] body, HttpServletResponse response) throws IOException {
        // What the database may fail to give is asked for before anything is answered.
        BitSet failed = failedRows(entry);
        response.setStatus(HttpStatus.OK.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        OutputStream out = response.getOutputStream();
        byte[] head = json.writeValueAsBytes(new Head(
                entry.key().batchId(),
                entry.key().target(),
                entry.counts().status().word(),
                entry.counts()));
        out.write(head, 0, head.length - 1); // its closing brace comes last
        ascii(out, ",\"success\":[");
        writeSuccess(out, body, failed);
        ascii(out, "],\"failed\":[");
        writeFailed(out, body, entry);
        ascii(out, "]}");
        out.flush();
    }

    private BitSet failedRows(LedgerEntry entry) {
        BitSet failed = new BitSet();
        for (int page = 1; page <= entry.pages(); page++) {
            failuresOn(entry, page).forEach(row -> failed.set(row.row()));
        }
        return failed;
    }

    private List<FailedRow> failuresOn(LedgerEntry entry, int page) {
        byte[] stored = failures.page(entry, page);
        return stored == null ? List.of() : FailedRow.of(stored);
    }

    private static void writeSuccess(OutputStream out, byte[] body, BitSet failed) throws IOException {
        RowSlices rows = new RowSlices(body);
        String comma = "";
        while (rows.next()) {
            if (!failed.get(rows.index())) {
                ascii(out, comma);
                out.write(body, rows.from(), rows.length());
                comma = ",";
            }
        }
    }

    private void writeFailed(OutputStream out, byte[] body, LedgerEntry entry) throws IOException {
        RowSlices rows = new RowSlices(body);
        String comma = "";
        for (int page = 1; page <= entry.pages(); page++) {
            for (FailedRow failed : failuresOn(entry, page)) {
                while (rows.index() < failed.row() && rows.next()) {
                    // Rows between have not failed.
                }
                ascii(out, comma + "{\"index\":" + failed.row() + ",\"row\":");
                out.write(body, rows.from(), rows.length());
                ascii(out, ",\"reasons\":");
                out.write(failed.reasons());
                ascii(out, "}");
                comma = ",";
            }
        }
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
