package io.rowcall.bench;

import java.nio.file.Path;

/**
 * What to measure.
 *
 * @param pairs measured after the warm-up
 * @param batches of 1,000 rows in each run
 * @param atLeast the program fails where the ratio is lower; 0 never fails
 * @param profile whether to say where the worker spends its time
 * @param folder where the figures go
 */
record Options(int warmUps, int pairs, int batches, long seed, double atLeast, boolean profile, Path folder) {

    static final String USAGE =
            "usage: bin/bench [--quick] [--pairs N] [--batches N] [--seed N] [--at-least RATIO] [--profile]";

    /** The file for the figures. */
    Path results() {
        return folder.resolve("results.json");
    }

    static Options of(String... arguments) {
        int warmUps = 5;
        int pairs = 15;
        int batches = 200;
        long seed = 1;
        double atLeast = 0;
        boolean profile = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> {
                    warmUps = 4;
                    pairs = 7;
                    batches = 100;
                }
                case "--pairs" -> pairs = Integer.parseInt(arguments[++i]);
                case "--batches" -> batches = Integer.parseInt(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--at-least" -> atLeast = Double.parseDouble(arguments[++i]);
                case "--profile" -> profile = true;
                default -> throw new IllegalArgumentException(arguments[i]);
            }
        }
        if (pairs < 1 || batches < 1) {
            throw new IllegalArgumentException("--pairs and --batches take 1 or more");
        }
        return new Options(warmUps, pairs, batches, seed, atLeast, profile, Path.of("target", "bench"));
    }
}
