package io.rowcall.receive;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a channel has delivered and nobody has settled yet. A delivery stays here until the broker was told of it: what
 * is not here may be acknowledged together with others.
 */
final class Unsettled {

    private final DeliveryChannel channel;
    private final InFlight inFlight;
    private final Map<Long, Delivery> deliveries = new ConcurrentHashMap<>();

    /** Tags of bodies that there was no room for. Given back at once, the broker would send them again at once. */
    private final Queue<Long> withoutRoom = new ConcurrentLinkedQueue<>();

    /** @param inFlight where deliveries give back the room that they took */
    Unsettled(DeliveryChannel channel, InFlight inFlight) {
        this.channel = channel;
        this.inFlight = inFlight;
    }

    void add(Delivery delivery) {
        deliveries.put(delivery.tag(), delivery);
    }

    void addWithoutRoom(long tag) {
        withoutRoom.add(tag);
    }

    /**
     * Acknowledges all of them, in one word up to the first delivery that has to stay. Thousands of words at once would
     * reach the queue late, and those that a closing channel overtakes are lost.
     */
    void ack(List<Delivery> settled) {
        long firstToStay = firstBut(settled);
        long together = 0;
        for (Delivery delivery : settled) {
            if (delivery.tag() < firstToStay) {
                together = Math.max(together, delivery.tag());
            } else {
                channel.ack(delivery.tag());
            }
        }
        if (together > 0) {
            channel.ackUpTo(together);
        }
        settled.forEach(this::forget);
    }

    /** The lowest tag that is none of theirs, and must not be settled with them; what comes later has higher ones. */
    private long firstBut(List<Delivery> settled) {
        Set<Long> theirs = settled.stream().map(Delivery::tag).collect(Collectors.toSet());
        return Stream.concat(deliveries.keySet().stream(), withoutRoom.stream())
                .filter(tag -> !theirs.contains(tag))
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    void giveBack(Delivery delivery) {
        // Known as unsettled until it is settled: else it could be acknowledged together with others meanwhile.
        channel.giveBack(delivery.tag());
        forget(delivery);
    }

    void giveBackWithoutRoom() {
        for (Long tag = withoutRoom.poll(); tag != null; tag = withoutRoom.poll()) {
            channel.giveBack(tag);
        }
    }

    /**
     * Everything that nobody has begun to settle, in one word: of thousands of single ones, those that the closing channel
     * overtakes would be lost.
     */
    void giveBackAll() {
        List<Delivery> back =
                deliveries.values().stream().filter(Delivery::settleNow).toList();
        if (!back.isEmpty() || !withoutRoom.isEmpty()) {
            channel.giveBackEverything();
        }
        withoutRoom.clear();
        back.forEach(this::forget);
    }

    private void forget(Delivery delivery) {
        deliveries.remove(delivery.tag());
        inFlight.release(delivery.body().length);
    }
}
