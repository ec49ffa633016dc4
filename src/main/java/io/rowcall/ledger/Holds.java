package io.rowcall.ledger;

import io.rowcall.ledger.LedgerMapper.HeldRow;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Targets that an operator, or the brake, has stopped for all workers. All methods block for the database. */
@Component
public class Holds {

    private static final int LONGEST_REASON = 500;

    private final LedgerMapper mapper;
    private final TargetIds targetIds;

    Holds(LedgerMapper mapper, TargetIds targetIds) {
        this.mapper = mapper;
        this.targetIds = targetIds;
    }

    /** The reasons, by target. */
    public Map<String, String> all() {
        return mapper.held().stream().collect(Collectors.toMap(HeldRow::name, HeldRow::heldReason));
    }

    /** Stops a target; the first reason given stays. Workers see it within seconds. */
    public void hold(String target, String reason) {
        String fitting = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        mapper.hold(targetIds.of(target), fitting);
    }

    /** Lets a target go on. */
    public void resume(String target) {
        mapper.resume(targetIds.of(target));
    }
}
