package io.rowcall.result;

/** What is stored of a result is not what was put there. */
final class DamagedResultException extends IllegalStateException {
    DamagedResultException(String message) {
        super(message);
    }
}
