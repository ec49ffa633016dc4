package io.rowcall.deadletter;

/** What showing one dead letter comes to. */
public sealed interface Shown {

    /** There it is. */
    record Found(WholeLetter letter) implements Shown {}

    /** There is none with that id, or somebody else has taken it or looks at it just now. */
    record NotFound(String id, String message) implements Shown {}
}
