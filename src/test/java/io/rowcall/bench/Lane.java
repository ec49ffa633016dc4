package io.rowcall.bench;

/** A target of the worker and its table: as many runs can be made ready at once as there are lanes. */
record Lane(int number) {

    /** Lanes that every rig has. */
    static final int COUNT = 5;

    /** What all targets' names begin with. */
    static final String PREFIX = "bench-";

    String target() {
        return PREFIX + number;
    }

    String table() {
        return "bench_" + number;
    }
}
