package io.rowcall.receive;

import io.rowcall.receive.ConsumeConnection.UnfitBrokerException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a start that the broker's state forbids end in sentences, not in a stack trace. */
final class UnfitBrokerAnalyzer extends AbstractFailureAnalyzer<UnfitBrokerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnfitBrokerException cause) {
        return new FailureAnalysis(
                "The broker is not as Rowcall needs it.", String.join("\n", cause.problems()), rootFailure);
    }
}
