package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Verdict;
import io.rowcall.batch.Verdict.Done;
import io.rowcall.batch.Verdict.Failed;
import io.rowcall.sql.Sql;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.FailureClass.Unknown;
import io.rowcall.write.RowMet.Met;

/**
 * Writes one row as one statement of its policy: what every other way of writing must equal. For {@code fail},
 * {@code ignore} and {@code unchanged} that is a plain INSERT, so that no UPDATE trigger fires.
 */
final class SingleRow {

    /** An error that nobody knows has to stay for so many tries before it counts as the row's. */
    private static final int TRIES_OF_UNKNOWN = 3;

    private final Statements statements;
    private final RowMet rowMet;
    private final Control control;

    SingleRow(Statements statements) {
        this.statements = statements;
        this.rowMet = new RowMet(statements);
        this.control = new Control(statements);
    }

    /** The row is at fault if another one goes in after it, else the error is no row's. */
    static final class Unproven extends RuntimeException {

        private final Failed failed;

        Unproven(Failed failed, RuntimeException error) {
            super(error);
            this.failed = failed;
        }

        Failed failed() {
            return failed;
        }
    }

    /**
     * Blocks for the database. Errors that lie in no row go up.
     *
     * @throws Unproven where an error that nobody knows may lie in the row
     */
    Verdict settle(Chunk chunk, int row) {
        return chunk.policy() == DuplicatePolicy.UPDATE ? upsert(chunk, row) : insert(chunk, row);
    }

    private Verdict insert(Chunk chunk, int row) {
        Sql insert = chunk.insert(row, row + 1);
        try {
            statements.insert(insert);
            return Done.INSERTED;
        } catch (RuntimeException e) {
            return switch (FailureClassifier.ofRow(e)) {
                case RowFault fault -> refused(chunk, row, fault);
                case Unknown unknown -> provenUnknown(chunk, insert, unknown, e);
            };
        }
    }

    private Verdict refused(Chunk chunk, int row, RowFault fault) {
        DuplicateKey duplicate = DuplicateKey.of(chunk, fault);
        if (duplicate == null) {
            return new Failed(Reasons.of(chunk, fault));
        }
        if (chunk.policy() == DuplicatePolicy.IGNORE) {
            return Done.UNCHANGED;
        }
        Met met = rowMet.byInsert(chunk, row, duplicate.key());
        if (chunk.policy() == DuplicatePolicy.UNCHANGED && met.equal()) {
            return Done.UNCHANGED;
        }
        return new Failed(DuplicateReason.of(chunk, duplicate, met));
    }

    /** INSERT … ON DUPLICATE KEY UPDATE: counts 1 when it inserts, 2 when it changes, 0 when nothing differs. */
    private Verdict upsert(Chunk chunk, int row) {
        Sql upsert = Upsert.of(chunk, row);
        try {
            return switch (statements.insert(upsert)) {
                case 0 -> Done.UNCHANGED;
                case 1 -> Done.INSERTED;
                default -> Done.UPDATED;
            };
        } catch (RuntimeException e) {
            return switch (FailureClassifier.ofRow(e)) {
                case RowFault fault -> notUpdated(chunk, row, fault);
                case Unknown unknown -> provenUnknown(chunk, upsert, unknown, e);
            };
        }
    }

    private Verdict notUpdated(Chunk chunk, int row, RowFault fault) {
        if (fault.vendorCode() == Upsert.MET_ELSEWHERE) {
            // The plain statement names the key, or the trigger's error that has the same number.
            return insert(chunk, row);
        }
        DuplicateKey third = DuplicateKey.of(chunk, fault);
        return new Failed(
                third == null
                        ? Reasons.of(chunk, fault)
                        : DuplicateReason.of(chunk, third, rowMet.byUpdate(chunk, row, third.key())));
    }

    /**
     * The row is to blame for an error that nobody knows where the error stays, the transaction is still the one that
     * began, and the table takes other rows. Otherwise the error goes up.
     */
    private Verdict provenUnknown(Chunk chunk, Sql statement, Unknown unknown, RuntimeException error) {
        statements.insert(new Sql().add("SAVEPOINT rowcall_row"));
        for (int again = 1; again < TRIES_OF_UNKNOWN; again++) {
            if (!failsAlike(statement, unknown)) {
                throw error;
            }
        }
        statements.insert(new Sql().add("ROLLBACK TO SAVEPOINT rowcall_row"));
        Failed failed = new Failed(Reasons.unknown(unknown));
        if (!control.takesRows(chunk)) {
            throw new Unproven(failed, error);
        }
        return failed;
    }

    private boolean failsAlike(Sql statement, Unknown unknown) {
        try {
            statements.insert(statement);
            return false;
        } catch (RuntimeException e) {
            return FailureClassifier.ofRow(e) instanceof Unknown again && again.vendorCode() == unknown.vendorCode();
        }
    }
}
