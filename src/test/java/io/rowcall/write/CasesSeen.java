package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Verdict;
import io.rowcall.write.Reference.Fate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What came up among random cases: agreement says little where the cases were all of one kind. */
final class CasesSeen {

    /** What makes a table interesting, by what its statements hold. */
    private enum Feature {
        AUTO_INCREMENT("AUTO_INCREMENT PRIMARY KEY"),
        NO_PRIMARY_KEY("\\A(?!.*PRIMARY KEY)"),
        COMPOSITE_PRIMARY_KEY("PRIMARY KEY \\(\\w+, \\w+\\)"),
        SECONDARY_KEY("UNIQUE KEY k\\d \\(\\w+\\)"),
        COMPOSITE_KEY("UNIQUE KEY k\\d \\((?!k\\d_g)\\w+, \\w+\\)"),
        PREFIX_KEY("UNIQUE KEY k\\d \\(\\w+\\(\\d\\)"),
        KEY_ON_EXPRESSION("UNIQUE KEY k\\d \\(\\((LOWER|i MOD)"),
        KEY_ON_STORED_COLUMN("k\\d_g INT AS \\(i MOD 2\\) STORED"),
        KEY_ON_VIRTUAL_COLUMN("k\\d_g INT AS \\(i MOD 2\\) VIRTUAL"),
        MULTI_VALUED_KEY("UNSIGNED ARRAY"),
        FOREIGN_KEY("_family FOREIGN KEY"),
        FOREIGN_KEY_ON_ITSELF("_chain FOREIGN KEY"),
        CHECK("CHECK \\(i < 3\\)"),
        TRIGGER_CHANGING_KEY("BEFORE INSERT ON \\w+ FOR EACH ROW BEGIN SET NEW\\.\\w+ = (NEW|LEFT)"),
        TRIGGER_FILLING_NULL("BEFORE INSERT ON \\w+ FOR EACH ROW BEGIN SET NEW\\.i = COALESCE"),
        TRIGGER_REFUSING_BEFORE("BEFORE INSERT ON \\w+ FOR EACH ROW BEGIN IF .* SIGNAL"),
        TRIGGER_WRITING("AFTER INSERT ON \\w+ FOR EACH ROW BEGIN INSERT"),
        TRIGGER_REFUSING_AFTER("AFTER INSERT ON \\w+ FOR EACH ROW BEGIN IF .* SIGNAL"),
        TRIGGER_WRITING_FOR_UPDATE("BEFORE UPDATE ON \\w+ FOR EACH ROW BEGIN INSERT"),
        TRIGGER_UNDOING_UPDATE("BEFORE UPDATE ON \\w+ FOR EACH ROW BEGIN SET");

        private final Pattern pattern;

        Feature(String pattern) {
            this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        }
    }

    private final Map<DuplicatePolicy, Map<Fate, Integer>> fates = new EnumMap<>(DuplicatePolicy.class);
    private final Map<ReasonCode, Integer> reasons = new EnumMap<>(ReasonCode.class);
    private final Map<Feature, Integer> features = new EnumMap<>(Feature.class);

    void table(RandomTable table) {
        String statements = table.toString();
        Arrays.stream(Feature.values())
                .filter(feature -> feature.pattern.matcher(statements).find())
                .forEach(feature -> features.merge(feature, 1, Integer::sum));
    }

    /** What the rows of a batch became. */
    void fates(DuplicatePolicy policy, List<Fate> rows) {
        Map<Fate, Integer> own = fates.computeIfAbsent(policy, unused -> new EnumMap<>(Fate.class));
        rows.forEach(fate -> own.merge(fate, 1, Integer::sum));
    }

    /** Why a row failed, if it did. */
    void reasons(Verdict verdict) {
        if (verdict instanceof Verdict.Failed failed) {
            failed.reasons().forEach(reason -> reasons.merge(reason.code(), 1, Integer::sum));
        }
    }

    void assertAllKinds() {
        assertThat(fates).as("policies compared").containsOnlyKeys(DuplicatePolicy.values());
        fates.forEach((policy, seen) -> assertThat(seen.keySet())
                .as("what became of rows under %s", policy.word())
                .isEqualTo(possible(policy)));
        assertThat(reasons)
                .as("what only the database sees of a row")
                .containsKeys(
                        ReasonCode.DUPLICATE_KEY,
                        ReasonCode.DUPLICATE_IN_BATCH,
                        ReasonCode.FOREIGN_KEY,
                        ReasonCode.CHECK,
                        ReasonCode.TRIGGER);
        assertThat(features).as("kinds of tables compared").containsOnlyKeys(Feature.values());
    }

    private static Set<Fate> possible(DuplicatePolicy policy) {
        return switch (policy) {
            case FAIL -> EnumSet.of(Fate.INSERTED, Fate.FAILED);
            case UNCHANGED, IGNORE -> EnumSet.of(Fate.INSERTED, Fate.UNCHANGED, Fate.FAILED);
            case UPDATE -> EnumSet.allOf(Fate.class);
        };
    }

    @Override
    public String toString() {
        return "verdicts %s, reasons %s, tables %s".formatted(fates, reasons, features);
    }
}
