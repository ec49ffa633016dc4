package io.rowcall.faults;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Says what is done and when, in seconds from its making. */
final class Journal {

    private final PrintStream out;
    private final long start = System.nanoTime();
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    Journal(PrintStream out) {
        this.out = out;
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** A fault that began at this second and is over. */
    void fault(double began, FaultKind kind, String what) {
        faults.incrementAndGet();
        tell(began, kind, what);
    }

    /** A fault that began at this second and did not come about. */
    void failure(double began, FaultKind kind, Exception why) {
        failed.incrementAndGet();
        tell(began, kind, kind.word() + " did not come about: " + why.getMessage());
    }

    private void tell(double began, FaultKind kind, String what) {
        out.printf("%8.1f s  to %6.1f s  (%d) %s%n", began, seconds(), kind.scenario(), what);
    }

    void say(String what) {
        out.printf("%8.1f s  %s%n", seconds(), what);
    }

    int faults() {
        return faults.get();
    }

    /** Those that did not come about. */
    int failed() {
        return failed.get();
    }
}
