package io.rowcall.ledger;

import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlLanguage;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Lang;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

@Mapper
interface RetentionMapper {

    /** Whether something is older than retention, by the database's clock. */
    record Aged(byte[] id, boolean old) {}

    @Select("SELECT target_id FROM rowcall_target ORDER BY target_id")
    List<Integer> targets();

    @Select("""
            SELECT batch_id, applied_at < UTC_TIMESTAMP(3) - INTERVAL #{seconds} SECOND
            FROM rowcall_batch
            WHERE target_id = #{targetId} AND batch_id > #{after}
            ORDER BY batch_id
            LIMIT #{limit}""")
    List<Aged> batches(int targetId, byte[] after, long seconds, int limit);

    @Select("""
            SELECT result_id, refused_at < UTC_TIMESTAMP(3) - INTERVAL #{seconds} SECOND
            FROM rowcall_refusal
            WHERE result_id > #{after}
            ORDER BY result_id
            LIMIT #{limit}""")
    List<Aged> refusals(byte[] after, long seconds, int limit);

    @Delete(
            "DELETE FROM rowcall_attempt WHERE counted_at < UTC_TIMESTAMP(3) - INTERVAL #{seconds} SECOND LIMIT #{limit}")
    int deleteAttempts(long seconds, int limit);

    @Lang(SqlLanguage.class)
    @Select("ids of batches, locked")
    List<byte[]> lock(Sql byId);

    @Lang(SqlLanguage.class)
    @Delete("rows by id")
    int delete(Sql byId);
}
