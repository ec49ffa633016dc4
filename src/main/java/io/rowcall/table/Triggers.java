package io.rowcall.table;

import java.util.List;

/** The triggers of a table, as far as the worker's account may see them. */
public sealed interface Triggers {

    /** Whether a trigger might fill columns before NOT NULL and defaults are judged. */
    boolean mayRunBeforeInsert();

    /** Whether an INSERT or UPDATE might run a trigger at all. */
    boolean mayRunOnWrite();

    /**
     * All of them, seen or vouched for.
     *
     * @param triggers may be empty
     */
    record Known(List<Trigger> triggers) implements Triggers {
        @Override
        public boolean mayRunBeforeInsert() {
            return triggers.stream().anyMatch(t -> t.before() && t.event() == Event.INSERT);
        }

        @Override
        public boolean mayRunOnWrite() {
            return triggers.stream().anyMatch(t -> t.event() != Event.DELETE);
        }
    }

    /** Without the TRIGGER privilege the server shows none, whether there are any or not: they count as present. */
    record Hidden() implements Triggers {
        @Override
        public boolean mayRunBeforeInsert() {
            return true;
        }

        @Override
        public boolean mayRunOnWrite() {
            return true;
        }
    }

    /**
     * A trigger.
     *
     * @param before whether it runs before the row is written, or after
     */
    record Trigger(String name, boolean before, Event event) {}

    /** What fires a trigger. */
    enum Event {
        INSERT,
        UPDATE,
        DELETE
    }
}
