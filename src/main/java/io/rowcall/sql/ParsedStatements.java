package io.rowcall.sql;

import com.mysql.cj.CacheAdapter;
import com.mysql.cj.CacheAdapterFactory;
import com.mysql.cj.QueryInfo;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, for all connections, where the driver found the marks in the texts of statements. Chunks of one table have
 * the same text again and again, and to look through it costs a fifth of all that the worker itself does for a row.
 *
 * <p>The driver's own cache counts statements, for each connection. This one counts characters, so that the texts of
 * wide tables find room and the heap is safe all the same. Sharing is right because {@link SessionSettings} gives all
 * connections the same settings.
 */
public final class ParsedStatements implements CacheAdapterFactory<String, QueryInfo> {

    /** What the driver remembers of a statement takes up to 20 times its text: 10 MB in all. */
    private static final int CHARACTERS = 1 << 19;

    private static final LastUsed<QueryInfo> PARSED = new LastUsed<>(CHARACTERS);

    @Override
    public CacheAdapter<String, QueryInfo> getInstance(Lock connection, String url, int ignored, int alsoIgnored) {
        return new Shared();
    }

    private static final class Shared implements CacheAdapter<String, QueryInfo> {

        @Override
        public @Nullable QueryInfo get(String sql) {
            return PARSED.get(sql);
        }

        @Override
        public void put(String sql, QueryInfo parsed) {
            PARSED.put(sql, parsed);
        }

        @Override
        public void invalidate(String sql) {}

        @Override
        public void invalidateAll(Set<String> statements) {}

        @Override
        public void invalidateAll() {}
    }
}
