package io.rowcall.receive;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a channel has delivered and nobody has settled yet. A delivery stays here until the broker was told of it: what
 * is not here may be acknowledged together with others.
 */
final class Unsettled {

    private final Map<Long, Delivery> deliveries = new ConcurrentHashMap<>();

    /** Tags of bodies that there was no room for. Given back at once, the broker would send them again at once. */
    private final Queue<Long> withoutRoom = new ConcurrentLinkedQueue<>();

    void add(Delivery delivery) {
        deliveries.put(delivery.tag(), delivery);
    }

    void addWithoutRoom(long tag) {
        withoutRoom.add(tag);
    }

    void remove(Delivery delivery) {
        deliveries.remove(delivery.tag());
    }

    /** The next tag of a body without room, which the caller settles; null where there is none. */
    @Nullable
    Long pollWithoutRoom() {
        return withoutRoom.poll();
    }

    /** Those with room. */
    Collection<Delivery> deliveries() {
        return deliveries.values();
    }

    boolean hasWithoutRoom() {
        return !withoutRoom.isEmpty();
    }

    /** All of them were settled by one word. */
    void clearWithoutRoom() {
        withoutRoom.clear();
    }

    /** The lowest tag that is none of theirs, and must not be settled with them; what comes later has higher ones. */
    long firstBut(List<Delivery> settled) {
        Set<Long> theirs = settled.stream().map(Delivery::tag).collect(Collectors.toSet());
        return Stream.concat(deliveries.keySet().stream(), withoutRoom.stream())
                .filter(tag -> !theirs.contains(tag))
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
