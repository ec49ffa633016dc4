package io.rowcall.result;

import io.rowcall.batch.Reason;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the failed rows of one batch, in order, as the JSON arrays of its result's pages. A page holds whole rows up
 * to 1 MiB; full pages are kept compressed, so that a batch that fails altogether costs about its own size.
 */
public final class FailurePages {

    /** Far below the 16 MiB that a broker takes in one message. */
    static final int PAGE_BYTES = 1 << 20;

    private final FailureJson json;
    private final List<byte[]> full = new ArrayList<>();
    private ByteArrayOutputStream open = new ByteArrayOutputStream(0);

    /** Nothing failed yet. */
    public FailurePages(Target target) {
        this.json = new FailureJson(target);
    }

    /** Adds a failed row; rows come in ascending order. */
    public void add(Row row, List<Reason> reasons) {
        byte[] element = json.write(row, reasons);
        if (open.size() > 0 && open.size() + element.length + 2 > PAGE_BYTES) {
            close();
        }
        open.write(open.size() == 0 ? '[' : ',');
        open.writeBytes(element);
    }

    private void close() {
        open.write(']');
        full.add(Compression.compress(open.toByteArray()));
        open = new ByteArrayOutputStream(PAGE_BYTES / 4);
    }

    /** The pages so far, compressed; empty if nothing failed. */
    public List<byte[]> compressed() {
        if (open.size() > 0) {
            close();
        }
        return List.copyOf(full);
    }
}
