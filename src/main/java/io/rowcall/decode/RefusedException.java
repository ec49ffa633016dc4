package io.rowcall.decode;

import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;

/** Ends the decoding of a batch that can never be applied. Never leaves this package. */
final class RefusedException extends RuntimeException {

    private final transient Refusal refusal;

    RefusedException(RefusalCode code, String message) {
        super(message, null, false, false); // a refusal is the producer's affair: nobody reads its stack
        this.refusal = new Refusal(code, message);
    }

    static RefusedException malformed(String message) {
        return new RefusedException(RefusalCode.MALFORMED, message);
    }

    static RefusedException tooLarge(String message) {
        return new RefusedException(RefusalCode.TOO_LARGE, message);
    }

    Refusal refusal() {
        return refusal;
    }
}
