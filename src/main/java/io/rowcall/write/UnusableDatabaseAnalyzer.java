package io.rowcall.write;

import io.rowcall.write.FailureClass.Configuration;
import io.rowcall.write.FailureClass.Outage;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a start that the database forbids end in sentences, not in a stack trace. */
final class UnusableDatabaseAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        return switch (FailureClassifier.classify(rootFailure)) {
            case Configuration wrong -> analysis(wrong.what(), wrong.cure(), rootFailure);
            case Outage outage ->
                analysis(outage.what(), "start it, or correct spring.datasource.url; then start again", rootFailure);
            default -> null;
        };
    }

    private static FailureAnalysis analysis(String what, String cure, Throwable rootFailure) {
        return new FailureAnalysis("The database can't be used: " + what + ".", cure + ".", rootFailure);
    }
}
