package io.rowcall.write;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parents that were there lately, by foreign key: of rows that refer to them nobody needs to be asked whether they are
 * orphans. Goes wrong cheaply: where such a parent is deleted, the INSERT finds its children, and all are asked about anew.
 * Bounded in number and length. Safe for use by several threads.
 */
final class KnownParents {

    /** For each foreign key; where there are more, it begins anew. */
    static final int MOST = 4_096;

    /** In characters, all parts together: longer ones are not worth their room. */
    static final int LONGEST = 100;

    private final Map<String, Set<List<String>>> known = new ConcurrentHashMap<>();

    boolean has(String foreignKey, List<String> parent) {
        return known.getOrDefault(foreignKey, Set.of()).contains(parent);
    }

    /** This parent is there, by the letters of its child. */
    void add(String foreignKey, List<String> parent) {
        if (parent.stream().mapToInt(String::length).sum() > LONGEST) {
            return;
        }
        Set<List<String>> parents = known.computeIfAbsent(foreignKey, key -> ConcurrentHashMap.newKeySet());
        if (parents.size() >= MOST) {
            parents.clear();
        }
        parents.add(parent);
    }

    /** Some of them may be gone. */
    void forget() {
        known.clear();
    }
}
