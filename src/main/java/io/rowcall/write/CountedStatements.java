package io.rowcall.write;

import io.rowcall.sql.Sql;
import java.util.List;
import java.util.Map;

/** Counts the statements of each thread, so that a group's can be told from those that other consumers run meanwhile. */
final class CountedStatements implements Statements {

    private final Statements statements;
    private final ThreadLocal<Integer> count = ThreadLocal.withInitial(() -> 0);

    CountedStatements(Statements statements) {
        this.statements = statements;
    }

    /** How many this thread has run so far. */
    int soFar() {
        return count.get();
    }

    @Override
    public int insert(Sql rows) {
        count.set(count.get() + 1);
        return statements.insert(rows);
    }

    @Override
    public List<Map<String, Object>> ask(Sql question) {
        count.set(count.get() + 1);
        return statements.ask(question);
    }
}
