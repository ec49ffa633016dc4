package io.rowcall.bench;

/**
 * A kind of messages.
 *
 * @param batchRows rows in each of them
 */
record Feed(Shape shape, int batchRows, Faults faults) {

    /** The same without bad rows. */
    Feed clean() {
        return new Feed(shape, batchRows, Faults.NONE);
    }

    @Override
    public String toString() {
        String text = "%,d a message".formatted(batchRows);
        return faults.share() == 0 ? text : text + ", %.1f %% bad".formatted(faults.share() * 100);
    }
}
