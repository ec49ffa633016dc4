package io.rowcall.write;

import io.rowcall.sql.Sql;

/**
 * Tells a bad row from a table in trouble, where the server refuses a row with an error that nobody knows: a row of the
 * table is written once more and undone. It is known to be good, so it ends in a duplicate key or, in a table without
 * one, goes in. The triggers run and the engine is asked, as for any row; reading alone would prove neither.
 */
final class Control {

    private final Statements statements;

    Control(Statements statements) {
        this.statements = statements;
    }

    /**
     * Whether the chunk's table takes rows right now. An empty table proves nothing, and counts as one that doesn't.
     * Blocks for the database; errors that lie in no row and have a name go up.
     */
    boolean takesRows(Chunk chunk) {
        statements.insert(new Sql().add("SAVEPOINT rowcall_control"));
        boolean takesRows = writesAgain(chunk);
        statements.insert(new Sql().add("ROLLBACK TO SAVEPOINT rowcall_control"));
        return takesRows;
    }

    private boolean writesAgain(Chunk chunk) {
        try {
            return statements.insert(chunk.insertAgain()) > 0;
        } catch (RuntimeException e) {
            return FailureClassifier.ofRow(e) instanceof FailureClass.RowFault;
        }
    }
}
