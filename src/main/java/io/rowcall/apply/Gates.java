package io.rowcall.apply;

import io.rowcall.batch.Target;
import io.rowcall.batch.Trace;
import io.rowcall.ledger.Holds;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The gates of all targets, kept in step with what operators have decided, and the brake that decides like one. */
@Component
public class Gates implements BatchEvent.Listener {

    private static final Logger log = LoggerFactory.getLogger(Gates.class);

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final Map<String, Brake> brakes = new ConcurrentHashMap<>();

    /** What the brake has decided and the other workers can't know yet. */
    private final Map<String, String> braked = new ConcurrentHashMap<>();

    private final Holds holds;

    Gates(Targets targets, ApplyProperties properties, Holds holds, Clock clock) {
        this.holds = holds;
        for (Target target : targets.all()) {
            gates.put(target.name(), new Gate(target.name(), properties, clock, System::nanoTime));
            brakes.put(target.name(), new Brake(properties));
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

    /** Watches the brake. What it decides holds here at once, and for all workers with the next look at the holds. */
    @Override
    public void happened(BatchEvent event) {
        Brake brake = brakes.get(event.target());
        Gate gate = gates.get(event.target());
        if (event instanceof BatchEvent.Applied applied && brake != null && gate != null) {
            String why = brake.add(applied);
            if (why != null) {
                braked.put(event.target(), why);
                gate.heldByOperator(why);
            }
        }
    }

    /** Looks which targets are to be held, now instead of within seconds. Blocks for the database. */
    @Scheduled(fixedDelayString = "${rowcall.apply.hold-watch:2s}")
    public synchronized void look() {
        try {
            for (String target : List.copyOf(braked.keySet())) {
                holds.hold(target, String.valueOf(braked.get(target)));
                braked.remove(target);
            }
            Map<String, String> held = holds.all();
            gates.forEach((name, gate) -> follow(name, gate, held.get(name)));
        } catch (DataAccessException | TransactionException e) {
            log.debug("Which targets are to be held can't be read now", Trace.of(e));
        }
    }

    private void follow(String target, Gate gate, @Nullable String why) {
        if (why != null) {
            gate.heldByOperator(why);
        } else if (!braked.containsKey(target) && gate.resumedByOperator()) {
            Objects.requireNonNull(brakes.get(target)).release();
        }
    }
}
