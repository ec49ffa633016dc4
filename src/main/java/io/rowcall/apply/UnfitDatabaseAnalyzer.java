package io.rowcall.apply;

import io.rowcall.apply.OwnTablesCheck.UnfitDatabaseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a start without the ledger end in sentences, not in a stack trace. */
final class UnfitDatabaseAnalyzer extends AbstractFailureAnalyzer<UnfitDatabaseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnfitDatabaseException cause) {
        return new FailureAnalysis(
                "The database is not as Rowcall needs it.", String.join("\n", cause.problems()), rootFailure);
    }
}
