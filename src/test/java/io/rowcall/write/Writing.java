package io.rowcall.write;

import com.zaxxer.hikari.HikariDataSource;
import io.rowcall.batch.Batch;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Reason;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import io.rowcall.batch.Verdict;
import io.rowcall.table.TableReader;
import io.rowcall.table.TableUnusableException;
import io.rowcall.testing.Account;
import io.rowcall.testing.Database;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The row writer on a real database, with the pool, session settings, mappers and {@code application.yml} of the
 * worker and nothing else of it.
 */
final class Writing implements AutoCloseable {

    /** No component itself, or workers that tests start in this JVM would find it. */
    @AutoConfigurationPackage(basePackages = {"io.rowcall.table", "io.rowcall.write"})
    @ComponentScan({"io.rowcall.sql", "io.rowcall.table", "io.rowcall.write"})
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        MybatisAutoConfiguration.class
    })
    private static final class Parts {}

    private final ConfigurableApplicationContext context;

    private Writing(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Writing on(Database database, String... properties) {
        return start(new Account(database.username(), database.password()), database.url(), List.of(properties));
    }

    /** With an account of few rights, once {@link #on} has made Rowcall's own tables. */
    static Writing as(Account account, String url, String... properties) {
        List<String> unmigrated = new ArrayList<>(List.of(properties));
        unmigrated.add("--rowcall.schema.migrate=false");
        return start(account, url, unmigrated);
    }

    private static Writing start(Account account, String url, List<String> properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=" + account.username(),
                "--spring.datasource.password=" + account.password(),
                "--spring.datasource.hikari.maximum-pool-size=4",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn"));
        arguments.addAll(properties);
        return new Writing(new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new)));
    }

    RowWriter writer() {
        return context.getBean(RowWriter.class);
    }

    WriteMapper mapper() {
        return context.getBean(WriteMapper.class);
    }

    TableReader tables() {
        return context.getBean(TableReader.class);
    }

    /** Waits until every table just made or altered can be told from an altered one, which takes two seconds. */
    void settled() {
        Awaitility.await().until(() -> jdbc().queryForObject("""
                                        SELECT COUNT(*) FROM information_schema.TABLES
                                        WHERE TABLE_SCHEMA = DATABASE()
                                          AND CREATE_TIME >= NOW() - INTERVAL 3 SECOND""", Integer.class), young -> young == 0);
    }

    HikariDataSource pool() {
        return context.getBean(HikariDataSource.class);
    }

    /** Statements on the pool's connections; within {@link #transaction()} on the transaction's own. */
    JdbcTemplate jdbc() {
        return new JdbcTemplate(pool());
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    /** Writes one batch and commits. */
    List<Verdict> write(Target target, DuplicatePolicy policy, Row... rows) {
        return write(target, List.of(batch(policy, List.of(rows)))).getFirst();
    }

    /** Writes the batches as one group and commits; for each the verdicts on its rows. */
    List<List<Verdict>> write(Target target, List<Batch> batches) {
        List<List<Verdict>> verdicts = transaction().execute(status -> writeHere(target, batches));
        return verdicts == null ? List.of() : verdicts;
    }

    /** Writes the batches in the transaction that runs. */
    List<List<Verdict>> writeHere(Target target, List<Batch> batches) {
        List<List<Verdict>> verdicts = new ArrayList<>();
        List<RowWriter.Assignment> assignments = new ArrayList<>();
        for (Batch batch : batches) {
            List<Verdict> own = new ArrayList<>();
            verdicts.add(own);
            assignments.add(new RowWriter.Assignment(batch, (row, verdict) -> {
                if (row.index() != own.size()) {
                    throw new AssertionError("row " + row.index() + " judged after " + own.size() + " rows");
                }
                own.add(verdict);
            }));
        }
        try {
            writer().write(target, assignments);
        } catch (TableUnusableException e) {
            throw new AssertionError(e);
        }
        return verdicts;
    }

    /**
     * Writes one batch in the transaction that runs.
     *
     * @param verdicts takes those on its rows
     * @return how many statements finding bad rows took
     */
    int writeHere(Target target, Batch batch, List<Verdict> verdicts) {
        try {
            return writer().write(
                            target, List.of(new RowWriter.Assignment(batch, (row, verdict) -> verdicts.add(verdict))));
        } catch (TableUnusableException e) {
            throw new AssertionError(e);
        }
    }

    static Batch batch(DuplicatePolicy policy, Row... rows) {
        return batch(policy, List.of(rows));
    }

    /** A row from column, value, column, value …; a value is a Value, a String, a number, a Boolean or null. */
    static Row row(int index, @Nullable Object... pairs) {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            names.add(String.valueOf(pairs[i]));
            values.add(value(pairs[i + 1]));
        }
        return new Row.Shaped(index, null, names, values);
    }

    private static Value value(@Nullable Object value) {
        return switch (value) {
            case null -> Value.Null.NULL;
            case Value given -> given;
            case String text -> new Value.Text(text);
            case Boolean bool -> bool ? Value.Bool.TRUE : Value.Bool.FALSE;
            default -> new Value.Num(value.toString());
        };
    }

    /** The one reason why a row failed. */
    static Reason reason(Verdict verdict) {
        if (verdict instanceof Verdict.Failed failed && failed.reasons().size() == 1) {
            return failed.reasons().getFirst();
        }
        throw new AssertionError("not failed for one reason: " + verdict);
    }

    static Batch batch(DuplicatePolicy policy, List<Row> rows) {
        return new Batch(
                new BatchKey("target", "batch"),
                ContentHash.of(new byte[32]),
                policy,
                false,
                null,
                null,
                rows.size(),
                rows,
                0);
    }

    /** A target that allows every policy that its table allows, and updates by the given key. */
    static Target target(String table, String updateKey) {
        return target(table, updateKey, EnumSet.allOf(DuplicatePolicy.class));
    }

    static Target target(String table, String updateKey, EnumSet<DuplicatePolicy> allowed) {
        return new Target(
                table.replace('_', '-'),
                table,
                DuplicatePolicy.FAIL,
                allowed,
                updateKey,
                false,
                Target.Triggers.DETECT,
                Target.Limits.DEFAULT,
                Map.of());
    }

    @Override
    public void close() {
        context.close();
    }
}
