package io.rowcall.table;

import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlLanguage;
import java.util.List;
import org.apache.ibatis.annotations.Lang;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** Asks the server what only it knows of texts. See {@link TextQuestions} for the questions. */
@Mapper
interface TextMapper {

    @Lang(SqlLanguage.class)
    @Select("what a character set makes of a text")
    RoundTrip roundTrip(Sql question);

    /**
     * What became of a text on its way to a character set and back.
     *
     * @param bytes in the character set
     * @param back the text again, with {@code ?} for each character that the set doesn't have
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record RoundTrip(byte[] bytes, String back) {}

    @Lang(SqlLanguage.class)
    @Select("which members a text spells")
    List<Integer> equalMembers(Sql question);
}
