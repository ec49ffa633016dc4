package io.rowcall.table;

import io.rowcall.sql.Sql;

/** Questions about texts. Names of character sets and collations can't be bound; they come from information_schema. */
final class TextQuestions {

    private TextQuestions() {}

    static Sql roundTrip(String characterSet, String text) {
        return new Sql()
                .add("SELECT CAST(CONVERT(? USING ")
                .name(characterSet)
                .add(") AS BINARY), CONVERT(CONVERT(? USING ")
                .name(characterSet)
                .add(") USING utf8mb4)")
                .bind(text)
                .bind(text);
    }

    /**
     * Which of the members are equal to the text, counted from 1.
     *
     * @param members a JSON array
     */
    static Sql equalMembers(Collation collation, String members, String text) {
        return new Sql()
                .add(
                        "SELECT m.i FROM JSON_TABLE(?, '$[*]' COLUMNS (i FOR ORDINALITY, member VARCHAR(255) CHARACTER SET ")
                .name(collation.characterSet().name())
                .add(" PATH '$' ERROR ON ERROR)) m WHERE m.member COLLATE ")
                .name(collation.name())
                .add(" = CONVERT(? USING ")
                .name(collation.characterSet().name())
                .add(") COLLATE ")
                .name(collation.name())
                .add(" ORDER BY m.i")
                .bind(members)
                .bind(text);
    }
}
