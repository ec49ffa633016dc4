package io.rowcall.result;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.sql.SqlLanguage;
import java.util.List;
import org.springframework.stereotype.Component;

/** What was refused, kept for lists and look-ups. All methods block for the database. */
@Component
public class Refusals {

    private final ResultMapper mapper;

    Refusals(ResultMapper mapper) {
        this.mapper = mapper;
    }

    /** Puts a refusal on record, before it is answered. */
    public void keep(Answer.Refused refused) {
        String batchId = refused.batchId();
        mapper.addRefusal(
                resultId(refused),
                refused.target(),
                batchId == null ? null : SqlLanguage.bytes(batchId),
                refused.refusal().code().name(),
                refused.refusal().message());
    }

    /** All refusals of this id, the oldest first; there may be some beside an applied batch. */
    public List<KeptRefusal> of(BatchKey key) {
        return mapper.refusals(key.target(), SqlLanguage.bytes(key.batchId())).stream()
                .map(row -> new KeptRefusal(
                        row.resultId(), new Refusal(RefusalCode.valueOf(row.code()), row.message()), row.refusedAt()))
                .toList();
    }

    static String resultId(Answer.Refused refused) {
        return ResultRenderer.refusalId(refused.target(), refused.batchId(), refused.hash(), refused.refusal());
    }
}
