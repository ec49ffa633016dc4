package io.rowcall.testing;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.PreparedQuery;
import com.mysql.cj.Query;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a worker's JVM, as SIGKILL would, before a statement that contains a certain text goes to MySQL: a batch that
 * holds the text is poison. Connector/J makes it by the connection's option {@code queryInterceptors}.
 */
public final class HaltOnText implements QueryInterceptor {

    /** System property: the text. */
    static final String TEXT = "rowcall.halt.text";

    /** What a shell says of a process that SIGKILL ended. */
    private static final int KILLED = 137;

    private final String text = System.getProperty(TEXT);

    /** The connection option that makes Connector/J ask this class. */
    static String option() {
        return "queryInterceptors=" + HaltOnText.class.getName();
    }

    @Override
    public QueryInterceptor init(MysqlConnection connection, Properties properties, Log log) {
        return this;
    }

    @Override
    public <T extends Resultset> @Nullable T preProcess(Supplier<String> sql, @Nullable Query query) {
        String whole = query instanceof PreparedQuery prepared ? prepared.asSql() : sql.get();
        if (whole != null && whole.contains(text)) {
            Runtime.getRuntime().halt(KILLED);
        }
        return null;
    }

    @Override
    public boolean executeTopLevelOnly() {
        return true;
    }

    @Override
    public void destroy() {}

    @Override
    public <T extends Resultset> @Nullable T postProcess(
            Supplier<String> sql, Query query, T result, ServerSession session) {
        return null;
    }
}
