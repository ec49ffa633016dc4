package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Verdict;
import io.rowcall.batch.Verdict.Done;
import io.rowcall.batch.Verdict.Failed;
import io.rowcall.sql.Sql;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.FailureClass.Unknown;

/**
 * Writes one row as one statement of its policy: what every other way of writing must equal. For {@code fail},
 * {@code ignore} and {@code unchanged} that is a plain INSERT, so that no UPDATE trigger fires.
 */
final class SingleRow {

    /** A row that the server refuses with an error nobody knows is tried so often before the error counts as its own. */
    private static final int TRIES_OF_UNKNOWN = 3;

    private final WriteMapper mapper;
    private final RowMet rowMet;

    SingleRow(WriteMapper mapper) {
        this.mapper = mapper;
        this.rowMet = new RowMet(mapper);
    }

    /** Blocks for the database. Errors that lie in no row go up. */
    Verdict settle(Chunk chunk, int row) {
        for (int attempt = 1; ; attempt++) {
            try {
                return chunk.policy() == DuplicatePolicy.UPDATE ? upsert(chunk, row) : insert(chunk, row);
            } catch (RuntimeException e) {
                switch (FailureClassifier.classify(e)) {
                    case RowFault fault -> {
                        return refused(chunk, row, fault);
                    }
                    case Unknown unknown -> {
                        if (attempt == TRIES_OF_UNKNOWN) {
                            // A table that can't even be read is in trouble itself: this throws, as an outage does.
                            control(chunk);
                            return new Failed(Reasons.unknown(unknown));
                        }
                    }
                    case FailureClass.Conflict ignored -> throw e;
                    case FailureClass.Outage ignored -> throw e;
                    case FailureClass.Configuration ignored -> throw e;
                    case FailureClass.Bug ignored -> throw e;
                }
            }
        }
    }

    private Verdict insert(Chunk chunk, int row) {
        mapper.insert(chunk.insert(row, row + 1));
        return Done.INSERTED;
    }

    /** INSERT … ON DUPLICATE KEY UPDATE: affects 1 row when it inserts, 2 when it changes, 0 when nothing differs. */
    private Verdict upsert(Chunk chunk, int row) {
        int affected = mapper.insert(Upsert.of(chunk, row));
        return switch (affected) {
            case 1 -> Done.INSERTED;
            case 0 ->
                rowMet.isEqualByUpdateKey(chunk, row) ? Done.UNCHANGED : new Failed(Reasons.metOnAnotherKey(chunk));
            default -> Done.UPDATED;
        };
    }

    private Verdict refused(Chunk chunk, int row, RowFault fault) {
        if (fault.code() != ReasonCode.DUPLICATE_KEY) {
            return new Failed(Reasons.of(chunk, fault));
        }
        if (chunk.policy() == DuplicatePolicy.IGNORE) {
            return Done.UNCHANGED;
        }
        RowMet.Met met = rowMet.find(chunk, row, String.valueOf(fault.constraint()));
        if (chunk.policy() == DuplicatePolicy.UNCHANGED && met.equal()) {
            return Done.UNCHANGED;
        }
        return new Failed(Reasons.duplicate(chunk, row, fault, met));
    }

    private void control(Chunk chunk) {
        mapper.ask(chunk.addTable(new Sql().add("SELECT 1 FROM ")).add(" LIMIT 1"));
    }
}
