package io.rowcall.apply;

import io.rowcall.batch.Target;
import io.rowcall.ledger.Holds;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The gates of all targets, kept in step with what operators have decided. */
@Component
public class Gates {

    private static final Logger log = LoggerFactory.getLogger(Gates.class);

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final Holds holds;

    Gates(Targets targets, ApplyProperties properties, Holds holds, Clock clock) {
        this.holds = holds;
        for (Target target : targets.all()) {
            gates.put(target.name(), new Gate(target.name(), properties, clock));
        }
    }

    /** The gate of a configured target. */
    public Gate of(Target target) {
        Gate gate = gates.get(target.name());
        if (gate == null) {
            throw new IllegalArgumentException("there is no target " + target.name());
        }
        return gate;
    }

    /** Where every target stands, by its name. */
    public Map<String, Gate.State> states() {
        Map<String, Gate.State> states = new ConcurrentHashMap<>();
        gates.forEach((name, gate) -> states.put(name, gate.state()));
        return states;
    }

    @Scheduled(fixedDelayString = "${rowcall.apply.hold-watch:2s}")
    void watchOperators() {
        try {
            Map<String, String> held = holds.all();
            gates.forEach((name, gate) -> {
                String why = held.get(name);
                if (why == null) {
                    gate.resumedByOperator();
                } else {
                    gate.heldByOperator(why);
                }
            });
        } catch (DataAccessException | TransactionException e) {
            log.debug("Whether operators hold targets can't be read now", e);
        }
    }
}
