package io.rowcall.write;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was wrong with the rows of a target lately, by the constraint's name: that is asked before the next rows are
 * tried, which saves a failing statement, or locks. After some chunks in which it was not met, it isn't asked any more.
 * Goes wrong cheaply: a question too many, or a statement that fails. Safe for use by several threads.
 */
final class Suspicion {

    private static final int CHUNKS = 3;

    private final Map<String, Integer> left = new ConcurrentHashMap<>();

    /** Whether rows of one of the last chunks broke this constraint. */
    boolean of(String constraint) {
        return left.containsKey(constraint);
    }

    /** A chunk was written; these constraints were broken so often that to ask ahead would have paid. */
    void learn(Set<String> broken) {
        left.replaceAll((constraint, chunks) -> chunks - 1);
        left.values().removeIf(chunks -> chunks <= 0);
        broken.forEach(constraint -> left.put(constraint, CHUNKS));
    }
}
