package io.rowcall.testing;

import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Brings targets of a worker in its own JVM to a stand, each at a step of its own, and says so of each: who kills the worker
 * when all of them stand has killed it between any two steps at once.
 */
final class Stand implements Steps.Listener {

    /** System property: the places, separated by commas. */
    static final String PLACES = "rowcall.stand";

    /** Between target and step, what it says of a target that has come to a stand. */
    static final String STANDS_AT = " stands at ";

    /**
     * Where a target is to stand.
     *
     * @param skip how often the step is passed before
     */
    record Place(String target, Step step, int skip) {

        private static Place parse(String text) {
            String[] parts = text.split(":");
            return new Place(parts[0], Step.valueOf(parts[1]), Integer.parseInt(parts[2]));
        }

        private String text() {
            return target + ":" + step + ":" + skip;
        }
    }

    private record Watched(Place place, AtomicInteger left) {}

    private final List<Watched> places;

    private Stand(List<Watched> places) {
        this.places = places;
    }

    static Stand at(String text) {
        return new Stand(Arrays.stream(text.split(","))
                .map(Place::parse)
                .map(place -> new Watched(place, new AtomicInteger(place.skip())))
                .toList());
    }

    static String text(List<Place> places) {
        return places.stream().map(Place::text).collect(Collectors.joining(","));
    }

    @Override
    public void reached(Step step, String target) {
        for (Watched watched : places) {
            if (watched.place().step() == step && watched.place().target().equals(target)) {
                int left = watched.left().getAndDecrement();
                if (left == 0) {
                    System.out.println(target + STANDS_AT + step);
                }
                // What is forgotten is forgotten by whoever comes by, for all targets: that thread must go on.
                if (left <= 0 && step != Step.FORGOTTEN) {
                    standStill();
                }
            }
        }
    }

    private static void standStill() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
