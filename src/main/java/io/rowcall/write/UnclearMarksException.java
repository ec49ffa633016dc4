package io.rowcall.write;

/**
 * What a marked INSERT told doesn't add up. It has never been seen on a server that passed the self-test; should it
 * happen, nothing is guessed: the transaction starts again, and the target is written the slow way from then on.
 */
final class UnclearMarksException extends RuntimeException {

    UnclearMarksException(Chunk chunk, MarkedInsert.Done done) {
        super("of %d rows for target %s the server counted %d as affected and marked %d, which does not add up"
                .formatted(
                        chunk.size(),
                        chunk.target().name(),
                        done.affected(),
                        done.marks().size()));
    }
}
