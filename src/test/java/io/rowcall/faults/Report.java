package io.rowcall.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found against the promise, and among how many things it was looked for. */
final class Report {

    private static final int EXAMPLES = 5;

    /** What may be found. */
    enum Violation {
        LOST("lost", "confirmed batches without a result"),
        APPLIED_TWICE("applied twice", "batches with two applied results, or whose rows are there twice"),
        DIFFERENT_REPEATS("bad messages", "messages of one result with other bytes, or not as the contract says"),
        WRONG_VERDICTS("wrong verdicts", "batches whose counts or failed rows are not the expected ones"),
        BLAMED_ROWS("rows blamed for an outage", "rows that failed and have no fault"),
        WRONGLY_REFUSED("wrongly refused", "batches refused that should be applied, or the other way round"),
        TABLE_DIFFERS("table differs", "batches whose rows in the table are not what the verdicts say"),
        LEFT_OVER("left over", "messages in queues and results in the outbox at rest"),
        DEAD_LETTERS("dead letters astray", "dead letters missing, or of batches that were not to be refused"),
        STRANGERS("strangers", "results and rows of batches that nobody published");

        private final String words;
        private final String meaning;

        Violation(String words, String meaning) {
            this.words = words;
            this.meaning = meaning;
        }
    }

    private final Map<Violation, List<String>> found = new EnumMap<>(Violation.class);
    private final List<String> numbers = new ArrayList<>();

    void found(Violation violation, String what) {
        found.computeIfAbsent(violation, v -> new ArrayList<>()).add(what);
    }

    /** What was looked at. */
    void number(long count, String what) {
        numbers.add(String.format("%,d %s", count, what));
    }

    boolean clean() {
        return found.isEmpty();
    }

    int count(Violation violation) {
        return found.getOrDefault(violation, List.of()).size();
    }

    /** All of it, to be read by people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("checked: " + String.join(", ", numbers) + "\n");
        found.forEach((violation, all) -> {
            text.append("found ").append(violation.meaning).append(":\n");
            all.stream()
                    .limit(EXAMPLES)
                    .forEach(one -> text.append("  - ")
                            .append(one.replace("\n", "\n    "))
                            .append('\n'));
            if (all.size() > EXAMPLES) {
                text.append("  and ").append(all.size() - EXAMPLES).append(" more\n");
            }
        });
        List<String> line = new ArrayList<>();
        for (Violation violation : Violation.values()) {
            line.add(violation.words + " " + count(violation));
        }
        return text.append(String.join(", ", line)).toString();
    }
}
