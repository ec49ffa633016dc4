package io.rowcall.table;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/**
 * Asks the server what only it knows of texts. Names of character sets and collations come from information_schema and
 * can't be bound, so they are written into the statement between backticks.
 */
@Mapper
interface TextMapper {

    /** A text in a character set, as bytes, and what comes back of it; {@code ?} stands for what the set doesn't have. */
    @Select("""
            SELECT CAST(CONVERT(#{text} USING `${characterSet}`) AS BINARY),
                   CONVERT(CONVERT(#{text} USING `${characterSet}`) USING utf8mb4)
            """)
    RoundTrip roundTrip(@Param("characterSet") String characterSet, @Param("text") String text);

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record RoundTrip(byte[] bytes, String back) {}

    /** Which of the members, a JSON array, are equal to the text, counted from 1. */
    @Select("""
            SELECT m.i
            FROM JSON_TABLE(#{members}, '$[*]' COLUMNS (
                i FOR ORDINALITY,
                member VARCHAR(255) CHARACTER SET `${characterSet}` PATH '$' ERROR ON ERROR)) m
            WHERE m.member COLLATE `${collation}` = CONVERT(#{text} USING `${characterSet}`) COLLATE `${collation}`
            ORDER BY m.i
            """)
    List<Integer> equalMembers(
            @Param("characterSet") String characterSet,
            @Param("collation") String collation,
            @Param("members") String members,
            @Param("text") String text);
}
