package io.rowcall.bench;

/** So many rows in so much time. */
record Rate(int rows, Taken taken) {

    double rowsPerSecond() {
        return rows * 1e9 / taken.nanos();
    }

    /** CPU time of this process for a row, in microseconds. */
    double cpuMicros() {
        return taken.cpuNanos() / 1e3 / rows;
    }
}
