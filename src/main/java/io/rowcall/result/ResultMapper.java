package io.rowcall.result;

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
interface ResultMapper {

    /** Stored failures, compressed. A record, because MyBatis takes a bare array for a list of rows. */
    record Page(byte[] failures) {}

    record Unsent(String target, byte[] batchId, @Nullable String correlationId) {}

    /** Of literals alone. */
    @Lang(SqlLanguage.class)
    @Insert("rows of rowcall_outbox")
    @Options(statementType = StatementType.STATEMENT)
    int addUnsent(Sql rows);

    @Lang(SqlLanguage.class)
    @Insert("rows of rowcall_failure")
    int addFailures(Sql rows);

    /** Of literals alone. */
    @Lang(SqlLanguage.class)
    @Delete("rows of rowcall_outbox by id")
    @Options(statementType = StatementType.STATEMENT)
    int delete(Sql byId);

    @Select("""
            SELECT failures FROM rowcall_failure
            WHERE target_id = #{targetId} AND batch_id = #{batchId} AND page = #{page}""")
    @Nullable
    Page page(int targetId, byte[] batchId, int page);

    @Select("""
            SELECT t.name AS target, o.batch_id, o.correlation_id
            FROM rowcall_outbox o
            JOIN rowcall_target t ON t.target_id = o.target_id
            WHERE o.committed_at < UTC_TIMESTAMP(3) - INTERVAL #{olderThanSeconds} SECOND
              AND (o.leased_until IS NULL OR o.leased_until < UTC_TIMESTAMP(3))
            LIMIT #{limit}
            FOR UPDATE OF o SKIP LOCKED""")
    List<Unsent> lockUnsent(int olderThanSeconds, int limit);

    /** Of literals alone. */
    @Lang(SqlLanguage.class)
    @Update("leases of rowcall_outbox by id")
    @Options(statementType = StatementType.STATEMENT)
    int lease(Sql byId);

    @Select("SELECT COUNT(*) FROM rowcall_outbox")
    long unsent();

    @Insert("""
            INSERT INTO rowcall_refusal (result_id, target, batch_id, code, message, refused_at)
            VALUES (UNHEX(#{resultId}), #{target}, #{batchId}, #{code}, #{message}, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE refused_at = VALUES(refused_at)""")
    void addRefusal(String resultId, String target, byte @Nullable [] batchId, String code, String message);

    record RefusalRow(String resultId, String code, String message, LocalDateTime refusedAt) {}

    @Select("""
            SELECT LOWER(HEX(result_id)) AS result_id, code, message, refused_at FROM rowcall_refusal
            WHERE target = #{target} AND batch_id = #{batchId}
            ORDER BY refused_at, result_id""")
    List<RefusalRow> refusals(String target, byte[] batchId);
}
