package io.rowcall.testing;

import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.mybatis.spring.SqlSessionTemplate;
import org.mybatis.spring.transaction.SpringManagedTransactionFactory;

/** Mappers of the worker without the rest of it. */
public final class Mappers {

    private Mappers() {}

    /** A session that has these mappers, with connections of the source and, as in the worker, no cache. */
    public static SqlSessionTemplate session(DataSource dataSource, Class<?>... mappers) {
        Configuration configuration =
                new Configuration(new Environment("test", new SpringManagedTransactionFactory(), dataSource));
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        for (Class<?> mapper : mappers) {
            configuration.addMapper(mapper);
        }
        return new SqlSessionTemplate(new SqlSessionFactoryBuilder().build(configuration));
    }
}
