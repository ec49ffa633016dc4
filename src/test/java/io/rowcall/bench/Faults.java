package io.rowcall.bench;

import java.util.List;

/**
 * How many rows of a feed are bad, and why.
 *
 * @param share of all rows, 0 to 1
 * @param kinds of which bad rows get one each, all equally often
 */
record Faults(double share, List<Fate> kinds) {

    static final Faults NONE = new Faults(0, List.of(Fate.GOOD));

    static Faults mixed(double share) {
        // Duplicates, orphans and long texts in equal parts.
        return new Faults(
                share,
                List.of(
                        Fate.MEETS_EXISTING,
                        Fate.ORPHAN,
                        Fate.TOO_LONG,
                        Fate.MEETS_EARLIER,
                        Fate.ORPHAN,
                        Fate.TOO_LONG));
    }

    static Faults duplicates(double share) {
        return new Faults(share, List.of(Fate.MEETS_EXISTING, Fate.MEETS_EARLIER));
    }

    static Faults orphans(double share) {
        return new Faults(share, List.of(Fate.ORPHAN));
    }

    static Faults tooLong(double share) {
        return new Faults(share, List.of(Fate.TOO_LONG));
    }
}
