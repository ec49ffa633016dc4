package io.rowcall.observe;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.rowcall.apply.BatchEvent;
import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.apply.Targets;
import io.rowcall.batch.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * How each target fares at the moment.
 *
 * <ul>
 *   <li>{@code rowcall.target.held{target}}: 1 while this worker does not consume for it, else 0.
 *   <li>{@code rowcall.last.success.age{target}}: seconds since this worker last committed a batch of it, or found one
 *       committed before; since its start where there was none. It grows on an idle queue, too.
 * </ul>
 */
@Component
class TargetGauges implements BatchEvent.Listener {

    private final Clock clock;
    private final Map<String, Long> lastSuccess = new ConcurrentHashMap<>();

    TargetGauges(MeterRegistry registry, Targets targets, Gates gates) {
        this.clock = registry.config().clock();
        for (Target target : targets.all()) {
            Gate gate = gates.of(target);
            lastSuccess.put(target.name(), clock.monotonicTime());
            Gauge.builder("rowcall.target.held", gate, it -> it.state() instanceof Gate.State.Held ? 1 : 0)
                    .description("1 while the target is held")
                    .tag("target", target.name())
                    .register(registry);
            TimeGauge.builder("rowcall.last.success.age", () -> age(target), TimeUnit.NANOSECONDS)
                    .description("Time since a batch was last committed")
                    .tag("target", target.name())
                    .register(registry);
        }
    }

    private long age(Target target) {
        long now = clock.monotonicTime();
        return now - lastSuccess.getOrDefault(target.name(), now);
    }

    @Override
    public void happened(BatchEvent event) {
        switch (event) {
            case BatchEvent.Applied applied -> lastSuccess.put(applied.target(), clock.monotonicTime());
            case BatchEvent.Repeated repeated -> lastSuccess.put(repeated.target(), clock.monotonicTime());
            case BatchEvent.Tried ignored -> {}
            case BatchEvent.Refused ignored -> {}
            case BatchEvent.Isolated ignored -> {}
        }
    }
}
