package io.rowcall.write;

import io.rowcall.batch.Batch;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Verdict;
import io.rowcall.batch.Verdict.Failed;
import io.rowcall.preflight.Bound;
import io.rowcall.preflight.BoundRow;
import io.rowcall.preflight.Checked;
import io.rowcall.preflight.Preflight;
import io.rowcall.table.Column;
import io.rowcall.table.ForeignKey;
import io.rowcall.table.TableShape;
import io.rowcall.table.TableUnusableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes the rows of batches into their target's table and says of each what became of it. The one door of this
 * package; runs in the caller's transaction and blocks for the database.
 */
@Component
public class RowWriter {

    /** More rows in a statement gain nothing; more bytes make a failing one dear. */
    private static final int CHUNK_ROWS = 1_000;

    private static final long CHUNK_BYTES = 1 << 20;

    private final Tables tables;
    private final SelfTest selfTest;
    private final CountedStatements statements;
    private final Isolation isolation;

    /**
     * A batch to be written.
     *
     * @param sink is told the verdict on each of its rows
     */
    public record Assignment(Batch batch, VerdictSink sink) {}

    RowWriter(Tables tables, WriteMapper mapper, SelfTest selfTest) {
        this.tables = tables;
        this.selfTest = selfTest;
        this.statements = new CountedStatements(mapper);
        this.isolation = new SetBased(statements, new Bisect(statements, new SingleRow(statements)), selfTest);
    }

    /**
     * Writes all rows of all batches, in this order.
     *
     * @return how many statements it took to find the bad rows: those beyond one for each chunk
     * @throws TableUnusableException where the table can't be a target as it is now
     * @throws TableChangedException where the table is no longer what rows were judged by
     * @throws RuntimeException around whatever lies in no row, see {@link FailureClassifier}; then the transaction has
     *     to be rolled back
     */
    public int write(Target target, List<Assignment> batches) throws TableUnusableException {
        if (batches.isEmpty()) {
            return 0;
        }
        int before = statements.soFar();
        TableShape table = tables.of(target);
        Run run = new Run(target, table);
        for (Assignment assignment : batches) {
            OpenBatch open = new OpenBatch(assignment.sink());
            for (Row row : assignment.batch().rows()) {
                run.add(open, row, assignment.batch().policy());
            }
        }
        run.flush();
        // By now the transaction's own statements keep the table from being altered (metadata lock).
        tables.requireUnchanged(target, table);
        return statements.soFar() - before - run.chunks;
    }

    /**
     * Reads what the table takes, as a first write would, and tries whether the server can find bad rows in bulk.
     *
     * @return rights that the account lacks and that would let the target do better, each in one sentence
     * @throws TableUnusableException where the table can't be a target as it is now
     */
    public List<String> check(Target target) throws TableUnusableException {
        selfTest.passed();
        return tables.rightsWanted(target);
    }

    /**
     * Whether a row of the table can't refer to another row of it, which would have to come first. False as long as the
     * table was not read. Returns at once.
     */
    public boolean takesRowsInAnyOrder(Target target) {
        return tables.known(target)
                .filter(table -> table.foreignKeys().stream().noneMatch(ForeignKey::self))
                .isPresent();
    }

    /** Reads the table anew before its next use: something says that it has changed. */
    public void tableMayHaveChanged(Target target) {
        tables.forget(target);
    }

    /** A row waiting for its turn: bound for the database, or failed already. */
    private record Waiting(
            OpenBatch owner,
            Row row,
            @Nullable BoundRow bound,
            @Nullable List<Reason> reasons) {}

    /** Rows in delivery order, cut into chunks where policy or columns change or a chunk is full. */
    private final class Run {

        private final Target target;
        private final TableShape table;
        private final Preflight preflight;
        private final List<Waiting> waiting = new ArrayList<>();
        private @Nullable List<Column> columns;
        private @Nullable DuplicatePolicy policy;
        private int chunks;
        private int bound;
        private long bytes;

        Run(Target target, TableShape table) {
            this.target = target;
            this.table = table;
            this.preflight = new Preflight(target, table);
        }

        void add(OpenBatch owner, Row row, DuplicatePolicy rowPolicy) {
            switch (row) {
                case Row.Misshapen misshapen -> {
                    String problem = target.showsAll() ? misshapen.problem() : misshapen.discreetly();
                    reject(owner, row, List.of(Reason.ofRow(ReasonCode.BAD_ROW, problem)));
                }
                case Row.Shaped shaped -> {
                    switch (preflight.check(shaped)) {
                        case Checked.Rejected rejected -> reject(owner, row, rejected.reasons());
                        case Checked.Passed passed -> accept(owner, row, passed.row(), rowPolicy);
                    }
                }
            }
        }

        private void reject(OpenBatch owner, Row row, List<Reason> reasons) {
            waiting.add(new Waiting(owner, row, null, reasons));
            // Rows that wait only to keep the order must not pile up.
            if (waiting.size() >= 2 * CHUNK_ROWS) {
                flush();
            }
        }

        private void accept(OpenBatch owner, Row row, BoundRow boundRow, DuplicatePolicy rowPolicy) {
            boolean sameStatement =
                    bound == 0 || (rowPolicy == policy && boundRow.columns().equals(columns));
            if (!sameStatement || bound >= CHUNK_ROWS || bytes >= CHUNK_BYTES) {
                flush();
            }
            policy = rowPolicy;
            columns = boundRow.columns();
            bound++;
            bytes += bytes(boundRow);
            waiting.add(new Waiting(owner, row, boundRow, null));
        }

        void flush() {
            List<Verdict> verdicts = bound == 0 ? List.of() : settle();
            int next = 0;
            for (Waiting one : waiting) {
                List<Reason> reasons = one.reasons();
                Verdict verdict = reasons != null ? new Failed(reasons) : verdicts.get(next++);
                one.owner().sink.verdict(one.row(), verdict);
            }
            waiting.clear();
            bound = 0;
            bytes = 0;
        }

        private List<Verdict> settle() {
            List<BoundRow> rows = new ArrayList<>(bound);
            List<OpenBatch> owners = new ArrayList<>(bound);
            for (Waiting one : waiting) {
                if (one.bound() != null) {
                    rows.add(one.bound());
                    owners.add(one.owner());
                }
            }
            if (policy == null || columns == null) {
                throw new IllegalStateException("rows wait without a policy");
            }
            chunks++;
            return isolation.settle(new Chunk(target, table, policy, columns, rows, owners));
        }

        private static long bytes(BoundRow row) {
            long bytes = 0;
            for (Bound value : row.values()) {
                bytes += switch (value) {
                    case Bound.Text text -> text.text().length();
                    case Bound.Bytes raw -> raw.bytes().length;
                    case Bound.Null ignored -> 4;
                    case Bound.Expression expression -> expression.argument().length();
                };
            }
            return bytes;
        }
    }
}
