package io.rowcall.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.Database;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(Lifecycle.PER_CLASS)
class CollationIT {

    private Database database;
    private TableReader reader;
    private List<String> characterSets;
    private TableShape letters;

    @BeforeAll
    void connect() throws Exception {
        database = Database.create("collation");
        reader = TableReaders.of(database);
        characterSets =
                database.queryColumn("""
                        SELECT CHARACTER_SET_NAME FROM information_schema.CHARACTER_SETS
                        WHERE CHARACTER_SET_NAME <> 'binary'""").stream().map(name -> (String) name).toList();
        database.execute(characterSets.stream()
                .map(name -> "`%1$s` VARCHAR(5) CHARACTER SET %1$s".formatted(name))
                .collect(Collectors.joining(", ", "CREATE TABLE letters (", ")")));
        letters = reader.read(TableReaders.target("letters"));
    }

    @AfterAll
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "utf8mb4_0900_ai_ci, straße, STRASSE, straße",
        "utf8mb4_0900_ai_ci, café,   CAFE,    café",
        "utf8mb4_0900_as_ci, café,   CAFE,    ",
        "utf8mb4_0900_ai_ci, red,    Red,     red",
        "utf8mb4_0900_ai_ci, red,    'red ',  ",
        "utf8mb4_general_ci, red,    'red ',  red",
        "utf8mb4_general_ci, straße, STRASSE, ",
        "utf8mb4_0900_as_cs, red,    Red,     ",
        "utf8mb4_bin,        red,    Red,     ",
        "utf8mb4_bin,        red,    'red ',  red",
        "latin1_swedish_ci,  café,   CAFÉ,    café",
        "latin1_swedish_ci,  red,    ред,     ",
        "utf8mb3_lithuanian_ci, yes, ies,     yes",
        "utf8mb4_tr_0900_ai_ci, title, TITLE, "
    })
    void membersAreFoundByTheColumnsCollation(String collation, String member, String text, String found)
            throws Exception {
        assertThat(collation(collation).members(List.of("other", member)).spelt(text))
                .isEqualTo(Optional.ofNullable(found));
    }

    @Test
    void textThatMaySpellAMemberOfWhichNotAllIsShownIsLeftToTheServer() throws Exception {
        Members members = collation("utf8mb4_0900_ai_ci").members(List.of("a", "face ?"));
        assertThat(members.spelt("face 😀")).contains("face 😀");
        assertThat(members.spelt("face é")).isEmpty();
    }

    static Stream<String> collationsWithoutCase() {
        return CollatedMembers.PLAIN_WITHOUT_CASE.stream();
    }

    /** All pairs of one and two printable ASCII characters: only case may make no difference. */
    @ParameterizedTest
    @MethodSource("collationsWithoutCase")
    void printableAsciiDiffersInMoreThanCaseOrNotAtAll(String collation) {
        String characterSet = collation.substring(0, collation.indexOf('_'));
        List<?> texts = database.queryColumn("""
                WITH RECURSIVE code (n) AS (SELECT 32 UNION ALL SELECT n + 1 FROM code WHERE n < 126),
                letters (c) AS (SELECT CONVERT(CHAR(n) USING %1$s) FROM code),
                texts (t) AS (SELECT CONCAT(a.c, b.c) FROM letters a JOIN letters b WHERE b.c <> ' ')
                SELECT CONVERT(GROUP_CONCAT(t ORDER BY LOWER(t) COLLATE %1$s_bin SEPARATOR '') USING utf8mb4)
                FROM texts GROUP BY t COLLATE %2$s
                """.formatted(characterSet, collation));
        long distinct = texts.stream()
                .map(text -> (String) text)
                .peek(group -> {
                    for (int i = 2; i < group.length(); i += 2) {
                        assertThat(group.substring(i, i + 2)).isEqualToIgnoringCase(group.substring(0, 2));
                    }
                })
                .count();
        assertThat(distinct).as("groups that differ in more than case").isEqualTo((95 - 26) * (95 - 26 - 1));
        assertThat(texts.toString().toLowerCase(Locale.ROOT)).contains("aaaaaaaa");
    }

    @ParameterizedTest
    @CsvSource({
        "utf8mb4,  😀, 4",
        "utf8mb4,  é, 2",
        "utf8mb3,  €, 3",
        "utf8mb3,  😀, 0",
        "latin1, é, 1",
        "latin1, €, 1",
        "latin1, '\u0081', 1",
        "latin1, ł, 0",
        "ascii, é, 0",
        "cp1251, ж, 1",
        "cp1251, é, 0",
        "gbk, 中, 2",
        "sjis, ｱ, 1",
        "sjis, あ, 2",
        "sjis, 😀, 0",
        "ujis, あ, 2",
        "big5, 中, 2",
        "gb18030, 😀, 4",
        "gb18030, é, 2",
        "ucs2, a, 2",
        "ucs2, 😀, 0",
        "utf16, 😀, 4",
        "utf16le, a, 2",
        "utf32, a, 4",
        "koi8r, ж, 1",
        "swe7, é, 1",
        "swe7, '@', 0"
    })
    void characterSetsHaveTheirCharactersInSoManyBytes(String characterSet, String character, int bytes) {
        assertThat(characterSet(characterSet).bytes(character.codePointAt(0))).isEqualTo(bytes);
    }

    /** Hundreds of characters of every character set, one by one: the server's bytes are those told. */
    @Test
    void everyCharacterSetIsToldAsTheServerConverts() {
        List<Integer> codePoints = IntStream.iterate(1, c -> c < 0x20000, c -> c + 1 + c / 64)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .boxed()
                .toList();
        String texts = new JsonMapper()
                .writeValueAsString(codePoints.stream().map(Character::toString).toList());
        for (String name : characterSets) {
            CharacterSet set = characterSet(name);
            List<?> bytes = database.queryColumn("""
                    SELECT IF(BINARY CONVERT(CONVERT(c USING %1$s) USING utf8mb4) = BINARY c,
                              LENGTH(CONVERT(c USING %1$s)), 0)
                    FROM JSON_TABLE(?, '$[*]' COLUMNS (i FOR ORDINALITY, c VARCHAR(1) CHARACTER SET utf8mb4 PATH '$')) t
                    ORDER BY i""".formatted(name), texts);
            for (int i = 0; i < codePoints.size(); i++) {
                assertThat((long) set.bytes(codePoints.get(i)))
                        .as("U+%04X in %s", codePoints.get(i), name)
                        .isEqualTo(((Number) bytes.get(i)).longValue());
            }
        }
    }

    private CharacterSet characterSet(String name) {
        return letters.column(name).orElseThrow().text().characterSet();
    }

    private Collation collation(String name) throws TableUnusableException {
        database.execute("DROP TABLE IF EXISTS collated", "CREATE TABLE collated (a VARCHAR(5)) COLLATE " + name);
        return reader.read(TableReaders.target("collated")).columns().getFirst().text();
    }
}
