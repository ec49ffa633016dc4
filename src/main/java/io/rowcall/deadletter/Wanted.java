package io.rowcall.deadletter;

import io.rowcall.batch.Wire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The letters that are to be settled, and what became of each. An id given twice stands for two letters alike. */
final class Wanted {

    private final Map<String, Integer> left = new LinkedHashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    Wanted(Collection<String> ids) {
        ids.forEach(id -> left.merge(id, 1, Integer::sum));
    }

    boolean any() {
        return !left.isEmpty();
    }

    boolean isOne(DeadLetter letter) {
        return left.containsKey(letter.id());
    }

    void met(Outcome outcome) {
        outcomes.add(outcome);
        left.computeIfPresent(outcome.id(), (id, count) -> count == 1 ? null : count - 1);
    }

    /** What is left now was not there. */
    void missed(String message) {
        left.forEach((id, count) -> {
            for (int i = 0; i < count; i++) {
                outcomes.add(new Outcome.NotFound(id, message));
            }
        });
        left.clear();
    }

    boolean begun() {
        return outcomes.stream().anyMatch(outcome -> !(outcome instanceof Outcome.NotFound));
    }

    /** The connection is gone, and with it the broker's word on what it was told to take out. */
    void lost(String why) {
        outcomes.replaceAll(outcome -> switch (outcome) {
            case Outcome.Replayed replayed -> unsettled(replayed.letter());
            case Outcome.Dropped dropped -> unsettled(dropped.letter());
            case Outcome.Kept kept -> kept;
            case Outcome.Unsettled unsettled -> unsettled;
            case Outcome.NotFound notFound -> notFound;
        });
        missed(why + ", before it was found");
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    static Outcome unsettled(DeadLetter letter) {
        return new Outcome.Unsettled(
                letter,
                "the connection was lost before the broker said that it is out of %s: look whether it is there still"
                        .formatted(Wire.DEAD));
    }

    static String notFound(Walk walk) {
        return walk.isComplete()
                ? "none of the %,d letters now in %s has this id; another operator may have taken it, or look at it just now"
                        .formatted(walk.lookedAt(), Wire.DEAD)
                : "it is not among the %,d letters of %s that were looked at, and there are more; look again, or settle some of those first"
                        .formatted(walk.lookedAt(), Wire.DEAD);
    }
}
