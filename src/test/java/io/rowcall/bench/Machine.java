package io.rowcall.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the machine was like when the measurement began.
 *
 * @param loadAverage of the last minute; negative where the system has none
 * @param busy share of all cores that was at work before anything was measured, 0 to 1
 */
record Machine(int cores, double loadAverage, double busy) {

    private static final double QUIET = 0.15;

    /** Looks for so long. Servers started just before should have come to rest. */
    static Machine look(Duration duration) throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        system.getCpuLoad(); // from the last call to this one
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        double busy = system.getCpuLoad();
        return new Machine(system.getAvailableProcessors(), system.getSystemLoadAverage(), busy);
    }

    /** Whether other work takes so much that figures say little; ratios of interleaved runs say more. */
    boolean isBusy() {
        return busy > QUIET;
    }

    @Override
    public String toString() {
        return "%d cores, load average %.2f, %.0f %% busy before the first run"
                .formatted(cores, loadAverage, busy * 100);
    }
}
