package io.rowcall.ledger;

import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlLanguage;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Lang;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.mapping.StatementType;
import org.jspecify.annotations.Nullable;

@Mapper
interface LedgerMapper {

    record BatchRow(
            byte[] batchId,
            byte[] contentHash,
            int rowCount,
            int inserted,
            int updated,
            int unchanged,
            int failed,
            int pages,
            @Nullable String importId,
            @Nullable Integer part,
            @Nullable Integer parts,
            LocalDateTime appliedAt) {}

    @Select("SELECT UTC_TIMESTAMP(3)")
    LocalDateTime now();

    @Update("SET SESSION innodb_lock_wait_timeout = #{seconds}")
    void lockWait(int seconds);

    /** Of literals alone. */
    @Lang(SqlLanguage.class)
    @Insert("claims, many rows")
    @Options(statementType = StatementType.STATEMENT)
    int insert(Sql claims);

    @Lang(SqlLanguage.class)
    @Select("entries by id")
    List<BatchRow> select(Sql byId);

    @Lang(SqlLanguage.class)
    @Delete("rows by id")
    int delete(Sql byId);

    @Select("SELECT target_id FROM rowcall_target WHERE name = #{name}")
    @Nullable
    Integer targetId(String name);

    @Insert("INSERT INTO rowcall_target (name) VALUES (#{name}) ON DUPLICATE KEY UPDATE name = VALUES(name)")
    void addTarget(String name);

    record HeldRow(String name, String heldReason) {}

    @Select("SELECT name, held_reason FROM rowcall_target WHERE held_reason IS NOT NULL")
    List<HeldRow> held();

    @Update("""
            UPDATE rowcall_target SET held_reason = #{reason}, held_since = UTC_TIMESTAMP(3)
            WHERE target_id = #{targetId} AND held_reason IS NULL""")
    void hold(int targetId, String reason);

    @Update("UPDATE rowcall_target SET held_reason = NULL, held_since = NULL WHERE target_id = #{targetId}")
    void resume(int targetId);

    @Insert("""
            INSERT INTO rowcall_attempt (target_id, batch_id, attempts, counted_at)
            VALUES (#{targetId}, #{batchId}, 1, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE attempts = attempts + 1, counted_at = UTC_TIMESTAMP(3)""")
    void raiseAttempts(int targetId, byte[] batchId);

    @Select("SELECT attempts FROM rowcall_attempt WHERE target_id = #{targetId} AND batch_id = #{batchId}")
    @Nullable
    Integer attempts(int targetId, byte[] batchId);

    @Delete("DELETE FROM rowcall_attempt WHERE target_id = #{targetId} AND batch_id = #{batchId}")
    void forgetAttempts(int targetId, byte[] batchId);
}
