package io.rowcall.write;

import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlLanguage;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Lang;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.StatementType;

@Mapper
interface WriteMapper extends Statements {

    @Override
    default int insert(Sql rows) {
        return rows.isBound() ? insertBound(rows) : insertText(rows);
    }

    @Override
    default List<Map<String, Object>> ask(Sql question) {
        return question.isBound() ? askBound(question) : askText(question);
    }

    @Lang(SqlLanguage.class)
    @Insert("rows of a target")
    int insertBound(Sql rows);

    @Lang(SqlLanguage.class)
    @Insert("rows of a target, all values in the text")
    @Options(statementType = StatementType.STATEMENT)
    int insertText(Sql rows);

    @Lang(SqlLanguage.class)
    @Select("a question about rows of a target")
    List<Map<String, Object>> askBound(Sql question);

    @Lang(SqlLanguage.class)
    @Select("a question about rows of a target, all values in the text")
    @Options(statementType = StatementType.STATEMENT)
    List<Map<String, Object>> askText(Sql question);
}
