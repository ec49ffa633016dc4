package io.rowcall.cli;

import io.rowcall.publish.BatchSplitter.Part;
import io.rowcall.publish.ReceivedResult;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the results of the parts that were published. Results repeat and come in pages: each page is passed on once.
 * Of two results for one batch the first counts; there are two only for a dry run that was delivered twice, and where a
 * refusal stands beside an answer.
 */
public final class Answers {

    /** Is told of each page once; called under lock, so by one thread at a time. */
    public interface Reader {
        /**
         * Takes one page.
         *
         * @param firstRow position of the batch's first row in the import, from 0
         */
        void read(ResultDocument page, ReceivedResult message, long firstRow);
    }

    private static final class Waiting {
        private final long firstRow;
        private @Nullable String resultId;
        private final BitSet pages = new BitSet();
        private boolean answered;

        Waiting(long firstRow) {
            this.firstRow = firstRow;
        }
    }

    private final boolean dryRun;
    private final Reader reader;
    private final Map<String, Waiting> batches = new HashMap<>();
    private int answered;
    private long lastNews = System.nanoTime();
    private @Nullable RuntimeException unreadable;

    /** @param dryRun whether results of dry runs are meant, or those of real ones */
    public Answers(boolean dryRun, Reader reader) {
        this.dryRun = dryRun;
        this.reader = reader;
    }

    /** Waits for this part's result from now on. */
    public synchronized void expect(Part part) {
        batches.put(part.batch().key().batchId(), new Waiting(part.firstRow()));
    }

    /** Takes any result of the target; those of other batches are nobody's concern here. */
    public synchronized void take(ReceivedResult message) {
        try {
            ResultDocument page = ResultDocument.parse(message.json());
            Waiting batch = batches.get(page.batchId());
            if (batch != null && (page.isRefusal() || page.dryRun() == dryRun)) {
                take(page, message, batch);
            }
        } catch (RuntimeException e) {
            unreadable = e;
        }
        notifyAll();
    }

    private void take(ResultDocument page, ReceivedResult message, Waiting batch) {
        if (batch.resultId == null) {
            batch.resultId = page.resultId();
        }
        if (!batch.resultId.equals(page.resultId()) || batch.pages.get(page.page())) {
            return;
        }
        batch.pages.set(page.page());
        lastNews = System.nanoTime();
        reader.read(page, message, batch.firstRow);
        if (!batch.answered && batch.pages.cardinality() == page.pages()) {
            batch.answered = true;
            answered++;
        }
    }

    /** How many batches are answered in full. */
    public synchronized int answered() {
        return answered;
    }

    /**
     * Waits until every batch is answered.
     *
     * @param patience how long nothing may happen
     * @param meanwhile run now and then
     * @return false where patience ended first
     * @throws RuntimeException if a result can't be read
     */
    public synchronized boolean await(Duration patience, Runnable meanwhile) throws InterruptedException {
        lastNews = System.nanoTime();
        while (answered < batches.size()) {
            if (unreadable != null) {
                throw unreadable;
            }
            if (System.nanoTime() - lastNews > patience.toNanos()) {
                return false;
            }
            meanwhile.run();
            wait(200);
        }
        return true;
    }
}
