package io.rowcall.table;

import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlLanguage;
import java.util.List;
import java.util.Locale;
import org.apache.ibatis.annotations.Lang;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.mapping.StatementType;
import org.jspecify.annotations.Nullable;

/** What information_schema says of one table of the connection's database. */
@Mapper
interface TableMapper {

    @Select("""
            SELECT DATABASE() AS `schema`, TABLE_NAME, TABLE_TYPE, ENGINE
            FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = #{table}
            """)
    @Nullable
    TableRow table(@Param("table") String table);

    record TableRow(
            String schema,
            String name,
            String type,
            @Nullable String engine) {}

    @Select("SELECT DATABASE()")
    @Nullable
    String schema();

    @Select("""
            SELECT c.COLUMN_NAME, c.ORDINAL_POSITION, c.DATA_TYPE, c.COLUMN_TYPE,
                   c.CHARACTER_MAXIMUM_LENGTH, c.CHARACTER_OCTET_LENGTH, c.NUMERIC_PRECISION, c.NUMERIC_SCALE, c.DATETIME_PRECISION, c.SRS_ID,
                   c.IS_NULLABLE = 'YES', c.COLUMN_DEFAULT IS NOT NULL, c.EXTRA,
                   c.CHARACTER_SET_NAME, c.COLLATION_NAME, l.PAD_ATTRIBUTE = 'PAD SPACE', c.PRIVILEGES
            FROM information_schema.COLUMNS c
            LEFT JOIN information_schema.COLLATIONS l ON l.COLLATION_NAME = c.COLLATION_NAME
            WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME = #{table}
            ORDER BY c.ORDINAL_POSITION
            """)
    List<ColumnRow> columns(@Param("table") String table);

    record ColumnRow(
            String name,
            int ordinal,
            String dataType,
            String columnType,
            @Nullable Long length,
            @Nullable Long bytes,
            @Nullable Integer precision,
            @Nullable Integer scale,
            @Nullable Integer fraction,
            @Nullable Long srid,
            boolean nullable,
            boolean defaulted,
            String extra,
            @Nullable String characterSet,
            @Nullable String collation,
            @Nullable Boolean padSpace,
            String privileges) {

        /** Whether the account has this right on the column, by whatever grant or role. */
        boolean grants(String right) {
            return List.of(privileges.split(",")).contains(right.toLowerCase(Locale.ROOT));
        }
    }

    @Select("""
            SELECT INDEX_NAME, IS_VISIBLE = 'YES', COLUMN_NAME, SUB_PART, EXPRESSION
            FROM information_schema.STATISTICS
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = #{table} AND NON_UNIQUE = 0
            ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX
            """)
    List<KeyRow> uniqueKeys(@Param("table") String table);

    record KeyRow(
            String key,
            boolean visible,
            @Nullable String column,
            @Nullable Integer prefix,
            @Nullable String expression) {}

    /** How many parts of the table's indexes are expressions. */
    @Select("""
            SELECT COUNT(*) FROM information_schema.STATISTICS
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = #{table} AND EXPRESSION IS NOT NULL
            """)
    int functionalParts(@Param("table") String table);

    @Select("""
            SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
            FROM information_schema.KEY_COLUMN_USAGE
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = #{table} AND REFERENCED_TABLE_NAME IS NOT NULL
            ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION
            """)
    List<ForeignKeyRow> foreignKeys(@Param("table") String table);

    record ForeignKeyRow(String key, String column, String parentSchema, String parentTable, String parentColumn) {}

    @Select("""
            SELECT c.CONSTRAINT_NAME, c.CHECK_CLAUSE
            FROM information_schema.TABLE_CONSTRAINTS t
            JOIN information_schema.CHECK_CONSTRAINTS c USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME)
            WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME = #{table}
              AND t.CONSTRAINT_TYPE = 'CHECK' AND t.ENFORCED = 'YES'
            ORDER BY c.CONSTRAINT_NAME
            """)
    List<CheckRow> checks(@Param("table") String table);

    record CheckRow(String name, String clause) {}

    @Select("""
            SELECT TRIGGER_NAME, ACTION_TIMING = 'BEFORE', EVENT_MANIPULATION
            FROM information_schema.TRIGGERS
            WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = #{table}
            ORDER BY TRIGGER_NAME
            """)
    List<TriggerRow> triggers(@Param("table") String table);

    record TriggerRow(String name, boolean before, Triggers.Event event) {}

    /** Whether the account may read some column of any table. */
    @Select("""
            SELECT COUNT(*) > 0 FROM information_schema.COLUMNS
            WHERE TABLE_SCHEMA = #{schema} AND TABLE_NAME = #{table} AND FIND_IN_SET('select', PRIVILEGES)
            """)
    boolean mayRead(@Param("schema") String schema, @Param("table") String table);

    /** The account that the server has taken the worker for: {@code user@host}. */
    @Select("SELECT CURRENT_USER()")
    String account();

    /** What the account may do, active roles and partial revokes included. */
    @Select("SHOW GRANTS")
    List<String> grants();

    /** {@code OFF} where the SQL layer judges foreign keys (9.7); null where InnoDB does and the setting is unknown (8.4). */
    @Select("""
            SELECT VARIABLE_VALUE FROM performance_schema.global_variables
            WHERE VARIABLE_NAME = 'innodb_native_foreign_keys'
            """)
    @Nullable
    String nativeForeignKeys();

    /** See {@link Stamps}. */
    @Lang(SqlLanguage.class)
    @Select("a table's stamp")
    @Options(statementType = StatementType.STATEMENT)
    @Nullable
    String stamp(Sql question);

    /** Of literals alone. */
    @Lang(SqlLanguage.class)
    @Update("prepare a question")
    @Options(statementType = StatementType.STATEMENT)
    void prepare(Sql preparation);
}
