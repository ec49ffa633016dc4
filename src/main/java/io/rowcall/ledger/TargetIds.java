package io.rowcall.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The short numbers that stand for target names in Rowcall's tables; looked up once and kept. */
@Component
public class TargetIds {

    private final LedgerMapper mapper;
    private final TransactionTemplate ownTransaction;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    TargetIds(LedgerMapper mapper, PlatformTransactionManager transactions) {
        this.mapper = mapper;
        this.ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** The number of a target, given at its first use by whichever worker comes first. Blocks for the database. */
    public int of(String target) {
        Integer id = known.get(target);
        return id != null ? id : known.computeIfAbsent(target, this::findOrAdd);
    }

    private int findOrAdd(String target) {
        Integer found = ownTransaction.execute(status -> {
            Integer present = mapper.targetId(target);
            if (present == null) {
                mapper.addTarget(target);
                present = mapper.targetId(target);
            }
            return present;
        });
        if (found == null) {
            throw new IllegalStateException("rowcall_target lost " + target + " right after it was added");
        }
        return found;
    }
}
