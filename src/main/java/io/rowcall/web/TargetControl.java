package io.rowcall.web;

import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.apply.Targets;
import io.rowcall.batch.Target;
import io.rowcall.ledger.Holds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where targets stand in this worker, and an operator's hold for all workers. Posts take JSON only: a web page of
 * somebody else's can't send that from an operator's browser.
 */
@RestController
class TargetControl {

    private static final int LONGEST_REASON = 500;

    /** @param state {@code open}, {@code trying} or {@code held}; the rest is null unless it is held */
    record TargetView(
            String target,
            String state,
            boolean heldByOperator,
            @Nullable String why,
            @Nullable Instant since,
            @Nullable Instant nextTry) {

        static TargetView of(Target target, Gate.State state) {
            return switch (state) {
                case Gate.State.Open ignored -> new TargetView(target.name(), "open", false, null, null, null);
                case Gate.State.HalfOpen ignored -> new TargetView(target.name(), "trying", false, null, null, null);
                case Gate.State.Held held ->
                    new TargetView(
                            target.name(),
                            "held",
                            held.byOperator(),
                            held.why(),
                            held.since().truncatedTo(ChronoUnit.MILLIS),
                            held.byOperator() ? null : held.until().truncatedTo(ChronoUnit.MILLIS));
            };
        }
    }

    record Hold(@Nullable String reason) {}

    private final Targets targets;
    private final Gates gates;
    private final Holds holds;

    TargetControl(Targets targets, Gates gates, Holds holds) {
        this.targets = targets;
        this.gates = gates;
        this.holds = holds;
    }

    @GetMapping("/targets")
    List<TargetView> all() {
        return targets.all().stream().map(this::view).toList();
    }

    /** Stops a target in all workers, at once in this one and within seconds in others. */
    @PostMapping(path = "/targets/{target}/hold", consumes = MediaType.APPLICATION_JSON_VALUE)
    TargetView hold(@PathVariable("target") String name, @RequestBody Hold hold) {
        Target target = find(name);
        holds.hold(target.name(), reason(hold));
        gates.look();
        return view(target);
    }

    /** Lets a target go on that an operator, or the brake, has stopped. An outage ends by itself. */
    @PostMapping(path = "/targets/{target}/resume", consumes = MediaType.APPLICATION_JSON_VALUE)
    TargetView resume(@PathVariable("target") String name) {
        Target target = find(name);
        holds.resume(target.name());
        gates.look();
        return view(target);
    }

    private Target find(String name) {
        return targets.find(name).orElseThrow(Problem::unknownTarget);
    }

    private TargetView view(Target target) {
        return TargetView.of(target, gates.of(target).state());
    }

    private static String reason(Hold hold) {
        String reason = hold.reason() == null ? "" : hold.reason().strip();
        if (reason.isEmpty()
                || reason.length() > LONGEST_REASON
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badParameter("reason takes 1 to " + LONGEST_REASON
                    + " characters in one line, for those who wonder why the target is held");
        }
        return reason;
    }
}
