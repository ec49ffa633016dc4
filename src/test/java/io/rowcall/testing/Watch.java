package io.rowcall.testing;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Looks for the tripwires of a {@link FaultProxy} in what passes one way on one link. */
final class Watch {

    private final List<Tripwire> tripwires;
    private final Direction direction;
    private final Map<Tripwire, Tripwire.Memory> memories = new IdentityHashMap<>();

    Watch(List<Tripwire> tripwires, Direction direction) {
        this.tripwires = tripwires;
        this.direction = direction;
    }

    /**
     * Looks at bytes on their way.
     *
     * @return how many of them may pass before the link is cut, or -1 to let all pass
     */
    int inspect(byte[] bytes, int length) {
        int passing = -1;
        for (Tripwire tripwire : tripwires) {
            Tripwire.Memory memory = memories.computeIfAbsent(tripwire, t -> new Tripwire.Memory());
            int here = tripwire.inspect(direction, memory, bytes, length);
            if (here >= 0 && (passing < 0 || here < passing)) {
                passing = here;
            }
        }
        return passing;
    }
}
