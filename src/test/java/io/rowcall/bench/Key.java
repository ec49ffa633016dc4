package io.rowcall.bench;

import java.util.Locale;

/** The measurements, by the names that their ratios have in the file of results. */
enum Key {
    CLEAN_1000(Group.CLEAN, feed(Shape.NARROW, 1_000), Rival.CEILING),
    CLEAN_100(Group.CLEAN, feed(Shape.NARROW, 100), Rival.CEILING),
    CLEAN_10(Group.CLEAN, feed(Shape.NARROW, 10), Rival.CEILING),
    CLEAN_1(Group.CLEAN, feed(Shape.NARROW, 1), Rival.CEILING),
    /** With one consumer, and so one connection on each side. */
    INSERT_1000(Group.ONE_CONSUMER, feed(Shape.NARROW, 1_000), Rival.BARE_INSERT),
    BAD_1PCT(Group.BAD, bad(Faults.mixed(0.01)), Rival.OWN_CLEAN),
    BAD_10PCT(Group.BAD, bad(Faults.mixed(0.1)), Rival.OWN_CLEAN),
    BAD_50PCT(Group.BAD, bad(Faults.mixed(0.5)), Rival.OWN_CLEAN),
    USUAL_WAY_1PCT(Group.BAD, bad(Faults.mixed(0.01)), Rival.USUAL_WAY),
    CLEAN_10000(Group.LARGE, feed(Shape.NARROW, 10_000), Rival.CEILING),
    USUAL_WAY_CLEAN(Group.KINDS, bad(Faults.NONE), Rival.USUAL_WAY),
    BAD_01PCT(Group.KINDS, bad(Faults.mixed(0.001)), Rival.OWN_CLEAN),
    BAD_10PCT_DUPLICATES(Group.KINDS, bad(Faults.duplicates(0.1)), Rival.OWN_CLEAN),
    BAD_10PCT_ORPHANS(Group.KINDS, bad(Faults.orphans(0.1)), Rival.OWN_CLEAN),
    BAD_10PCT_TOO_LONG(Group.KINDS, bad(Faults.tooLong(0.1)), Rival.OWN_CLEAN),
    CLEAN_1000_WIDE(Group.WIDE, feed(Shape.WIDE, 1_000), Rival.CEILING),
    CLEAN_10_WIDE(Group.WIDE, feed(Shape.WIDE, 10), Rival.CEILING),
    CLEAN_1000_2_WORKERS(Group.TWO_WORKERS, feed(Shape.NARROW, 1_000), Rival.CEILING),
    CLEAN_10_2_WORKERS(Group.TWO_WORKERS, feed(Shape.NARROW, 10), Rival.CEILING),
    BAD_10PCT_2_WORKERS(Group.TWO_WORKERS, bad(Faults.mixed(0.1)), Rival.OWN_CLEAN),
    /** The median of the worker's times over that of the bare parts. */
    LATENCY(Group.LATENCY, feed(Shape.NARROW, 10), Rival.BARE_PARTS),
    /** The worker's 99th percentile over its own median. */
    LATENCY_P99(Group.LATENCY, feed(Shape.NARROW, 10), Rival.BARE_PARTS),
    LEDGER_10M(Group.LEDGER, feed(Shape.NARROW, 10), Rival.EMPTY_LEDGER);

    /** Measurements that are made together, since they share runs. */
    enum Group {
        CLEAN(true, 1),
        ONE_CONSUMER(true, 1),
        BAD(true, 1),
        LARGE(false, 1),
        KINDS(false, 1),
        WIDE(false, 1),
        TWO_WORKERS(false, 2),
        LATENCY(true, 1),
        LEDGER(false, 1);

        private final boolean quick;
        private final int workers;

        Group(boolean quick, int workers) {
            this.quick = quick;
            this.workers = workers;
        }

        /** Whether it is measured in a quick run too. */
        boolean quick() {
            return quick;
        }

        int workers() {
            return workers;
        }
    }

    /** What the worker is compared with. */
    enum Rival {
        /** The fastest bare program, with rows of the same shape. */
        CEILING,
        /** A bare program that inserts by the same statements over one connection. */
        BARE_INSERT,
        /** The worker itself, with the same feed without bad rows. */
        OWN_CLEAN,
        /** What most teams write first, with the same feed. */
        USUAL_WAY,
        /** What a batch can't do without, by raw JDBC and AMQP client. */
        BARE_PARTS,
        /** The worker itself before an empty ledger. */
        EMPTY_LEDGER
    }

    private final Group group;
    private final Feed feed;
    private final Rival rival;

    Key(Group group, Feed feed, Rival rival) {
        this.group = group;
        this.feed = feed;
        this.rival = rival;
    }

    /** The key with this name. */
    static Key of(String name) {
        for (Key key : values()) {
            if (key.toString().equals(name)) {
                return key;
            }
        }
        throw new IllegalArgumentException("there is no measurement " + name);
    }

    Group group() {
        return group;
    }

    Feed feed() {
        return feed;
    }

    Rival rival() {
        return rival;
    }

    private static Feed feed(Shape shape, int batchRows) {
        return new Feed(shape, batchRows, Faults.NONE);
    }

    private static Feed bad(Faults faults) {
        return new Feed(Shape.NARROW_CHILD, 1_000, faults);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
