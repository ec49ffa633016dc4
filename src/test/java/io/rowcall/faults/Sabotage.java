package io.rowcall.faults;

import io.rowcall.faults.Report.Violation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A worker that breaks the promise on purpose: whoever checks must notice. */
enum Sabotage {
    /** Deliveries count as done when they arrive: what a dying worker had at hand is lost. */
    ACK_BEFORE_COMMIT(FaultKind.KILL_WORKER, Violation.LOST),
    /** Nobody remembers what was applied: a batch that comes again is applied again. */
    NO_LEDGER(FaultKind.KILL_AFTER_CONFIRM, Violation.APPLIED_TWICE),
    /** Results go out before the commit: a worker that dies in between has answered what never happened. */
    RESULT_BEFORE_COMMIT(FaultKind.CUT_BEFORE_COMMIT, Violation.APPLIED_TWICE),
    /** What can't be applied now is rejected for good instead of going back to its queue. */
    NACK_AS_REJECT(FaultKind.READ_ONLY_DATABASE, Violation.WRONGLY_REFUSED),
    /** Results count as sent whatever the broker says of them. */
    PUBLISH_WITHOUT_CONFIRM(FaultKind.BROKER_REJECTS_RESULTS, Violation.LOST);

    private final FaultKind fault;
    private final Violation sign;

    Sabotage(FaultKind fault, Violation sign) {
        this.fault = fault;
        this.sign = sign;
    }

    /** The fault that shows it surely and soon. */
    FaultKind fault() {
        return fault;
    }

    /** What has to be found of it. */
    Violation sign() {
        return sign;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Sabotage> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
