package io.rowcall.sql;

import org.apache.ibatis.executor.ErrorContext;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.plugin.Interceptor;
import org.apache.ibatis.plugin.Intercepts;
import org.apache.ibatis.plugin.Invocation;
import org.apache.ibatis.plugin.Signature;
import org.apache.ibatis.session.ResultHandler;
import org.apache.ibatis.session.RowBounds;
import org.springframework.stereotype.Component;

/**
 * Keeps the text of a failed statement out of MyBatis's error message: it holds values of rows, and libraries log such
 * messages on their own account (Spring does where a rollback fails too).
 */
@Component
@Intercepts({
    @Signature(
            type = Executor.class,
            method = "update",
            args = {MappedStatement.class, Object.class}),
    @Signature(
            type = Executor.class,
            method = "query",
            args = {MappedStatement.class, Object.class, RowBounds.class, ResultHandler.class})
})
class TextlessErrors implements Interceptor {

    @Override
    public Object intercept(Invocation statement) throws Throwable {
        try {
            return statement.proceed();
        } catch (Throwable e) {
            ErrorContext.instance().sql(null);
            throw e;
        }
    }
}
