package io.rowcall.table;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The collations of the server, each with its character set, which the server is asked about once. */
@Component
final class Collations {

    private final TextMapper mapper;
    private final Map<String, CharacterSet> characterSets = new ConcurrentHashMap<>();

    Collations(TextMapper mapper) {
        this.mapper = mapper;
    }

    Collation named(String name, String characterSet, boolean padSpace) {
        return new ServerCollation(name, characterSet(characterSet), padSpace, mapper);
    }

    private CharacterSet characterSet(String name) {
        CharacterSet known = characterSets.get(name);
        if (known == null) {
            // Texts of the set "binary" are the bytes of the connection's own set.
            known = UnicodeSet.named(name.equals("binary") ? "utf8mb4" : name)
                    .orElseGet(() ->
                            ProbedSet.of(name, mapper.roundTrip(TextQuestions.roundTrip(name, ProbedSet.probe()))));
            characterSets.put(name, known);
        }
        return known;
    }
}
