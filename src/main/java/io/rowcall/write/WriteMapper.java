package io.rowcall.write;

import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlLanguage;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Lang;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

@Mapper
interface WriteMapper {

    /** Returns the affected rows, as MySQL counts them with useAffectedRows. */
    @Lang(SqlLanguage.class)
    @Insert("rows of a target")
    int insert(Sql rows);

    @Lang(SqlLanguage.class)
    @Select("a question about rows of a target")
    List<Map<String, Object>> ask(Sql question);
}
