package io.rowcall.ledger;

import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlLanguage;
import org.apache.ibatis.annotations.Lang;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** Who the server takes the worker for, and what it says to a statement. */
@Mapper
interface OwnTablesMapper {

    @Update("")
    @Lang(SqlLanguage.class)
    void run(Sql statement);

    @Select("SELECT DATABASE()")
    String schema();

    @Select("SELECT CURRENT_USER()")
    String account();
}
