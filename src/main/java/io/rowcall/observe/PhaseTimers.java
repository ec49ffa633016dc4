package io.rowcall.observe;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Times what a group of batches spends on each part of its way, as {@code rowcall.apply{target,phase}}:
 *
 * <table>
 * <caption>Phases</caption>
 * <tr><td>claim</td><td>decode, open the transaction, put the ids into the ledger; tries that were rolled back, too</td></tr>
 * <tr><td>write</td><td>preflight, insert, find the bad rows</td></tr>
 * <tr><td>record</td><td>failures and outbox</td></tr>
 * <tr><td>commit</td><td>the database's commit</td></tr>
 * <tr><td>publish</td><td>send the results and wait for the broker's confirms</td></tr>
 * <tr><td>ack</td><td>acknowledge the deliveries</td></tr>
 * </table>
 *
 * A phase whose beginning was not seen on the same thread is left out, such as the answer to a batch that was refused.
 */
@Component
class PhaseTimers implements Steps.Listener {

    private record Seen(Step step, long nanos) {}

    /** A phase by the step that ends it. */
    private record Phase(String name, @Nullable Step begin) {}

    private static final Map<Step, Phase> ENDED_BY = Map.of(
            Step.CLAIMED, new Phase("claim", null),
            Step.WRITTEN, new Phase("write", Step.CLAIMED),
            Step.RECORDED, new Phase("record", Step.WRITTEN),
            Step.COMMITTED, new Phase("commit", Step.RECORDED),
            Step.CONFIRMED, new Phase("publish", Step.COMMITTED),
            Step.ACKED, new Phase("ack", Step.CONFIRMED));

    /** A group is worked on by one thread, from beginning to end. */
    private static final ThreadLocal<@Nullable Seen> LAST = new ThreadLocal<>();

    private final MeterRegistry registry;
    private final MeterProvider<Timer> timers;

    PhaseTimers(MeterRegistry registry) {
        this.registry = registry;
        this.timers = Timer.builder("rowcall.apply")
                .description("Time that groups of batches spend on each part of their way")
                .withRegistry(registry);
    }

    @Override
    public void reached(Step step, String target) {
        Phase phase = ENDED_BY.get(step);
        if (phase == null && step != Step.RECEIVED) {
            return;
        }
        long now = registry.config().clock().monotonicTime();
        Seen before = LAST.get();
        if (phase != null && before != null && (phase.begin() == null || phase.begin() == before.step())) {
            timers.withTags(Tags.of("target", target, "phase", phase.name()))
                    .record(now - before.nanos(), TimeUnit.NANOSECONDS);
        }
        LAST.set(new Seen(step, now));
    }
}
