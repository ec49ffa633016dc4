package io.rowcall.sql;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.ibatis.executor.parameter.ParameterHandler;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.parsing.XNode;
import org.apache.ibatis.scripting.LanguageDriver;
import org.apache.ibatis.session.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Lets a mapper method run the {@link Sql} it is given. MyBatis's own {@code <foreach>} interprets an expression for
 * each value of each row; here a value costs what it takes to write it, or what JDBC charges for binding it.
 */
public final class SqlLanguage implements LanguageDriver {

    @Override
    public SqlSource createSqlSource(Configuration configuration, String script, @Nullable Class<?> parameterType) {
        return statement -> new BoundSql(configuration, ((Sql) statement).text(), List.of(), statement);
    }

    @Override
    public SqlSource createSqlSource(Configuration configuration, XNode script, @Nullable Class<?> parameterType) {
        return createSqlSource(configuration, "", parameterType);
    }

    @Override
    public ParameterHandler createParameterHandler(MappedStatement mapped, Object statement, BoundSql bound) {
        return new Binder((Sql) statement);
    }

    private record Binder(Sql statement) implements ParameterHandler {

        @Override
        public Object getParameterObject() {
            return statement;
        }

        @Override
        public void setParameters(PreparedStatement prepared) throws SQLException {
            List<@Nullable Object> values = statement.values();
            for (int i = 0; i < values.size(); i++) {
                bind(prepared, i + 1, values.get(i));
            }
        }

        private static void bind(PreparedStatement prepared, int mark, @Nullable Object value) throws SQLException {
            switch (value) {
                case null -> prepared.setNull(mark, Types.NULL);
                case String text -> prepared.setString(mark, text);
                case Sql.LongText text -> prepared.setAsciiStream(mark, new ByteArrayInputStream(bytes(text.text())));
                case byte[] bytes -> prepared.setBytes(mark, bytes);
                case Long number -> prepared.setLong(mark, number);
                case Integer number -> prepared.setInt(mark, number);
                case LocalDateTime time -> prepared.setObject(mark, time);
                default -> throw new IllegalArgumentException("can't bind a " + value.getClass());
            }
        }
    }

    /** Text as the bytes that identify it in a VARBINARY column. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
