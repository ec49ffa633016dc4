package io.rowcall.apply;

import io.rowcall.write.FailureClass;

/** Other transactions stayed in the way, however often the group was started again. */
final class ConflictException extends Exception {

    private final transient FailureClass.Conflict conflict;

    ConflictException(FailureClass.Conflict conflict) {
        super(conflict.sentence());
        this.conflict = conflict;
    }

    FailureClass.Conflict conflict() {
        return conflict;
    }
}
