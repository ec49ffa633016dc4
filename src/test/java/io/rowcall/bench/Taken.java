package io.rowcall.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How long something took.
 *
 * @param nanos by the clock
 * @param cpuNanos of this process on all cores, which other work on the machine changes less
 */
record Taken(long nanos, long cpuNanos) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** A moment; two of them make a duration. */
    static Taken now() {
        return new Taken(System.nanoTime(), SYSTEM.getProcessCpuTime());
    }

    Taken since(Taken start) {
        return new Taken(nanos - start.nanos, cpuNanos - start.cpuNanos);
    }
}
