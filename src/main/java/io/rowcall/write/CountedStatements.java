package io.rowcall.write;

import io.rowcall.sql.Sql;
import java.util.List;
import java.util.Map;

/** Counts the statements of each thread, so that a group's can be told from those that other consumers run meanwhile. */
final class CountedStatements implements WriteMapper {

    private final WriteMapper mapper;
    private final ThreadLocal<Integer> count = ThreadLocal.withInitial(() -> 0);

    CountedStatements(WriteMapper mapper) {
        this.mapper = mapper;
    }

    /** How many this thread has run so far. */
    int soFar() {
        return count.get();
    }

    @Override
    public int insert(Sql rows) {
        count.set(count.get() + 1);
        return mapper.insert(rows);
    }

    @Override
    public List<Map<String, Object>> ask(Sql question) {
        count.set(count.get() + 1);
        return mapper.ask(question);
    }
}
