package io.rowcall.apply;

import java.time.Duration;

/** Settings as they are where nothing is configured, and others. */
final class ApplySettings {

    static ApplyProperties defaults() {
        return brake(95, 10_000, 20);
    }

    static ApplyProperties brake(int percent, int rows, int batches) {
        return new ApplyProperties(
                Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(60), percent, rows, batches);
    }

    private ApplySettings() {}
}
