package io.rowcall.table;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/** Finds members at once where spelling alone decides, and asks the server where only its collation does. */
final class CollatedMembers implements Members {

    /**
     * Two texts of printable ASCII are equal in these exactly if they differ in nothing but case. Other collations give
     * pairs of letters a meaning, or hold i and y for one.
     */
    static final Set<String> PLAIN_WITHOUT_CASE = Set.of(
            "utf8mb4_0900_ai_ci",
            "utf8mb4_0900_as_ci",
            "utf8mb4_general_ci",
            "utf8mb4_unicode_ci",
            "utf8mb4_unicode_520_ci",
            "utf8mb3_general_ci",
            "utf8mb3_unicode_ci",
            "ascii_general_ci",
            "latin1_swedish_ci",
            "latin1_general_ci");

    /** So many answers are remembered; then all are forgotten, since a stream of ever new spellings has no use for them. */
    private static final int REMEMBERED = 10_000;

    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> members;
    private final ServerCollation collation;
    private final TextMapper mapper;
    private final Map<String, String> exact = new HashMap<>();
    private final Map<String, String> withoutCase = new HashMap<>();
    private final boolean binary;
    private final boolean plain;
    private final boolean partlyHidden;
    private final Map<String, Optional<String>> answers = new ConcurrentHashMap<>();

    CollatedMembers(List<String> members, ServerCollation collation, TextMapper mapper) {
        this.members = members;
        this.collation = collation;
        this.mapper = mapper;
        this.binary = collation.name().endsWith("_bin") || collation.name().equals("binary");
        this.plain = PLAIN_WITHOUT_CASE.contains(collation.name())
                && members.stream().allMatch(CollatedMembers::printableAscii);
        this.partlyHidden = members.stream().anyMatch(member -> member.contains("?"));
        for (String member : members) {
            exact.putIfAbsent(member, member);
            withoutCase.putIfAbsent(member.toLowerCase(Locale.ROOT), member);
        }
    }

    @Override
    public Optional<String> spelt(String text) {
        String spelling = collation.padSpace() ? withoutTrailingSpaces(text) : text;
        String member = exact.get(spelling);
        if (member != null) {
            return Optional.of(member);
        }
        if (collation.characterSet().bytes(spelling) < 0) {
            return Optional.empty();
        }
        if (partlyHidden && spelling.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
            return Optional.of(spelling);
        }
        if (binary) {
            return Optional.empty();
        }
        if (plain && printableAscii(spelling)) {
            return Optional.ofNullable(withoutCase.get(spelling.toLowerCase(Locale.ROOT)));
        }
        return asked(spelling);
    }

    private Optional<String> asked(String spelling) {
        Optional<String> answer = answers.get(spelling);
        if (answer == null) {
            List<Integer> found = mapper.equalMembers(
                    TextQuestions.equalMembers(collation, JSON.writeValueAsString(members), spelling));
            answer = found.stream().findFirst().map(number -> members.get(number - 1));
            if (answers.size() >= REMEMBERED) {
                answers.clear();
            }
            answers.put(spelling, answer);
        }
        return answer;
    }

    private static String withoutTrailingSpaces(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean printableAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
