package io.rowcall.deadletter;

/**
 * How the replay or the drop of one dead letter ended. Where a letter isn't {@link Replayed} or {@link Dropped}, nothing
 * is lost: it is in the queue still, or was not there.
 */
public sealed interface Outcome {

    /** The dead letter's id, as it was asked for. */
    String id();

    /** For a person, with the way out where there is one. */
    String message();

    /** Safe in the queue of its target under the same batch id, and no dead letter any more. */
    record Replayed(DeadLetter letter) implements Outcome {
        @Override
        public String id() {
            return letter.id();
        }

        @Override
        public String message() {
            return "published again for target " + letter.target() + "; its result will say what became of it";
        }
    }

    /** Gone for good. */
    record Dropped(DeadLetter letter) implements Outcome {
        @Override
        public String id() {
            return letter.id();
        }

        @Override
        public String message() {
            return "dropped for good: a batch of %,d bytes for target %s".formatted(letter.bytes(), letter.target());
        }
    }

    /** Not replayed; it stays a dead letter. */
    record Kept(DeadLetter letter, Why why, String message) implements Outcome {
        @Override
        public String id() {
            return letter.id();
        }
    }

    /** Why a dead letter wasn't replayed. */
    enum Why {
        /** No queue takes batches for its target. */
        UNROUTABLE,
        /** The ledger could have forgotten that its id was applied. */
        TOO_OLD,
        /** The broker did not confirm it. It may have it all the same, and trying again is harmless. */
        NOT_CONFIRMED
    }

    /**
     * The connection was lost before the broker said that the letter is out of the queue. It may be there still: look.
     * Replaying it again is harmless, since the batch id is the same.
     */
    record Unsettled(DeadLetter letter, String message) implements Outcome {
        @Override
        public String id() {
            return letter.id();
        }
    }

    /** There is none with that id, or somebody else has taken it or looks at it just now. */
    record NotFound(String id, String message) implements Outcome {}
}
