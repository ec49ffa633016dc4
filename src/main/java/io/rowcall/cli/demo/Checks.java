package io.rowcall.cli.demo;

import io.rowcall.cli.Plain;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says of one thing after the other whether it is right, and remembers whether all were. */
final class Checks {

    private static final int SHOWN = 5;

    private final PrintWriter out;
    private boolean right = true;

    Checks(PrintWriter out) {
        this.out = out;
    }

    /** Two collections hold the same. */
    <T> void same(String what, Collection<T> expected, Collection<T> found) {
        Set<T> missing = new LinkedHashSet<>(expected);
        missing.removeAll(new LinkedHashSet<>(found));
        Set<T> unexpected = new LinkedHashSet<>(found);
        unexpected.removeAll(new LinkedHashSet<>(expected));
        List<String> differences = new ArrayList<>();
        missing.forEach(each -> differences.add("missing:    " + each));
        unexpected.forEach(each -> differences.add("unexpected: " + each));
        if (differences.isEmpty() && expected.size() != found.size()) {
            differences.add("expected %,d, found %,d".formatted(expected.size(), found.size()));
        }
        say(what, differences);
    }

    /** Two values are equal. */
    void equal(String what, Object expected, Object found) {
        say(what, expected.equals(found) ? List.of() : List.of("expected: " + expected, "found:    " + found));
    }

    boolean allRight() {
        return right;
    }

    private void say(String what, List<String> differences) {
        right &= differences.isEmpty();
        out.printf("  %-6s %s%n", differences.isEmpty() ? "ok" : "WRONG", what);
        differences.stream().limit(SHOWN).forEach(each -> out.printf("           %s%n", Plain.text(each)));
        if (differences.size() > SHOWN) {
            out.printf("           and %,d more%n", differences.size() - SHOWN);
        }
    }
}
