package io.rowcall.observe;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The {@code rowcall} component of health: each target's state and, where it is held, why. Down while any target is
 * held by a failure; an operator's hold is no fault.
 */
@Component("rowcall")
class RowcallHealth implements HealthIndicator {

    private final Gates gates;

    RowcallHealth(Gates gates) {
        this.gates = gates;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        new TreeMap<>(gates.states()).forEach((target, state) -> {
            switch (state) {
                case Gate.State.Open ignored -> health.withDetail(target, "open");
                case Gate.State.HalfOpen ignored -> health.withDetail(target, "trying whether it works again");
                case Gate.State.Held held -> {
                    health.withDetail(target, "held since " + held.since() + ": " + held.why());
                    if (!held.byOperator()) {
                        health.down();
                    }
                }
            }
        });
        return health.build();
    }
}
