package io.rowcall.table;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.batch.Target.Triggers;
import io.rowcall.batch.Target.ValueDisplay;
import io.rowcall.testing.Account;
import io.rowcall.testing.Database;
import io.rowcall.testing.Mappers;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.mybatis.spring.SqlSessionTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Table readers on real servers, and targets to read, without the rest of the application. */
public final class TableReaders {

    private TableReaders() {}

    public static TableReader of(Database database) {
        return as(new Account(database.username(), database.password()), database);
    }

    public static TableReader as(Account account, Database database) {
        SqlSessionTemplate session = session(account, database);
        TableMapper mapper = session.getMapper(TableMapper.class);
        return new TableReader(
                mapper, new Collations(session.getMapper(TextMapper.class)), new Rights(mapper), new Stamps(mapper));
    }

    static SqlSessionTemplate session(Account account, Database database) {
        return session(new SingleConnectionDataSource(database.url(), account.username(), account.password(), true));
    }

    static SqlSessionTemplate session(DataSource dataSource) {
        return Mappers.session(dataSource, TableMapper.class, TextMapper.class);
    }

    /** A target with the table's name and defaults for everything else. */
    public static Target target(String table) {
        return target(table, Triggers.DETECT, Map.of());
    }

    public static Target target(String table, Triggers triggers, Map<String, ValueDisplay> values) {
        return new Target(
                "target",
                table,
                DuplicatePolicy.FAIL,
                Set.of(DuplicatePolicy.FAIL),
                "PRIMARY",
                false,
                triggers,
                Target.Limits.DEFAULT,
                values);
    }
}
