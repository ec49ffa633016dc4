package io.rowcall.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What to measure.
 *
 * @param keys the measurements
 * @param atLeast the program fails where a ratio is lower
 * @param atMost the program fails where a ratio is higher
 * @param profile whether to say where the worker spends its time
 * @param statements whether to count what the worker asks of the database
 * @param ledger batches in the full ledger
 * @param folder where the figures go
 */
record Options(
        Set<Key> keys,
        Scale scale,
        long seed,
        Map<Key, Double> atLeast,
        Map<Key, Double> atMost,
        boolean profile,
        boolean statements,
        int ledger,
        Path folder) {

    static final String USAGE =
            "usage: bin/bench [--quick] [--only KEY,KEY] [--pairs N] [--rows N] [--seed N] [--at-least KEY=RATIO,...] [--at-most KEY=RATIO,...] [--profile] [--statements] [--ledger BATCHES]";

    /** The file for the figures. */
    Path results() {
        return folder.resolve("results.json");
    }

    /** @throws IllegalArgumentException that says what is wrong */
    static Options of(String... arguments) {
        Set<Key> only = EnumSet.noneOf(Key.class);
        Scale scale = Scale.FULL;
        int pairs = 0;
        int rows = 0;
        long seed = 1;
        Map<Key, Double> atLeast = new EnumMap<>(Key.class);
        Map<Key, Double> atMost = new EnumMap<>(Key.class);
        boolean profile = false;
        boolean statements = false;
        int ledger = 10_000_000;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> scale = Scale.QUICK;
                case "--only" ->
                    Arrays.stream(value(arguments, ++i).split(",")).map(Key::of).forEach(only::add);
                case "--pairs" -> pairs = positive(arguments, ++i);
                case "--rows" -> rows = positive(arguments, ++i);
                case "--seed" -> seed = Long.parseLong(value(arguments, ++i));
                case "--at-least" -> bounds(value(arguments, ++i), atLeast);
                case "--at-most" -> bounds(value(arguments, ++i), atMost);
                case "--profile" -> profile = true;
                case "--statements" -> statements = true;
                case "--ledger" -> ledger = positive(arguments, ++i);
                default -> throw new IllegalArgumentException(arguments[i] + " is no option");
            }
        }
        Scale asked = new Scale(
                scale.warmUps(),
                pairs > 0 ? pairs : scale.pairs(),
                rows > 0 ? rows : scale.rows(),
                scale.trips(),
                pairs > 0 ? Duration.ofHours(1) : scale.groupTime());
        return new Options(
                only.isEmpty() ? keys(scale == Scale.QUICK) : only,
                asked,
                seed,
                atLeast,
                atMost,
                profile,
                statements,
                ledger,
                Path.of("target", "bench"));
    }

    private static Set<Key> keys(boolean quick) {
        Set<Key> keys = EnumSet.allOf(Key.class);
        keys.removeIf(key -> quick && !key.group().quick());
        return keys;
    }

    private static String value(String[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " takes a value");
        }
        return arguments[index];
    }

    private static int positive(String[] arguments, int index) {
        int number = Integer.parseInt(value(arguments, index));
        if (number < 1) {
            throw new IllegalArgumentException(arguments[index - 1] + " takes 1 or more");
        }
        return number;
    }

    private static void bounds(String text, Map<Key, Double> bounds) {
        for (String bound : text.split(",")) {
            String[] parts = bound.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException(bound + " is not of the form KEY=RATIO");
            }
            bounds.put(Key.of(parts[0]), Double.parseDouble(parts[1]));
        }
    }
}
