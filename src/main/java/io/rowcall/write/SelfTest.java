package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.preflight.Bound;
import io.rowcall.preflight.BoundRow;
import io.rowcall.table.Column;
import io.rowcall.table.TableReader;
import io.rowcall.table.TableShape;
import io.rowcall.table.TableUnusableException;
import io.rowcall.table.UniqueKey;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tries on a table of Rowcall's own, once for each worker, whether this server does what {@link SetBased} builds on: marks by
 * a variable that is set within an expression, which is deprecated, and questions. All of it is rolled back.
 */
@Component
class SelfTest {

    private static final Logger log = LoggerFactory.getLogger(SelfTest.class);

    private static final String TABLE = "rowcall_attempt";

    private final TableReader tables;
    private final MarkedInsert insert;
    private final Questions questions;
    private final TransactionTemplate undone;
    private @Nullable Boolean passed;

    SelfTest(TableReader tables, WriteMapper mapper, PlatformTransactionManager transactions) {
        this.tables = tables;
        this.insert = new MarkedInsert(mapper);
        this.questions = new Questions(mapper);
        this.undone = new TransactionTemplate(transactions);
        undone.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Whether the server passes. Blocks for the database the first time; conflicts and outages go up, and then it is
     * tried again.
     */
    synchronized boolean passed() {
        if (passed == null) {
            passed = undone.execute(status -> {
                status.setRollbackOnly();
                return tryOut();
            });
            if (!Boolean.TRUE.equals(passed)) {
                log.warn("This database does not do what finding bad rows in bulk needs; they are found by halving,"
                        + " with the same verdicts and more statements");
            }
        }
        return Boolean.TRUE.equals(passed);
    }

    private boolean tryOut() {
        try {
            Chunk chunk = chunk();
            List<Column> deciding = Traces.deciding(chunk);
            UniqueKey primary = chunk.table().key(UniqueKey.PRIMARY).orElseThrow();
            if (deciding == null) {
                return false;
            }
            MarkedInsert.Done done = insert.write(chunk, deciding);
            var marks = Marked.of(chunk, done, deciding);
            List<Column> columns = chunk.columns().subList(0, 2);
            List<Integer> found =
                    questions.duplicates(chunk, Map.of(primary, columns)).getOrDefault(primary, List.of());
            Map<Integer, Sighting> met = questions.met(chunk, primary, columns, List.of(2));
            return done.affected() == 2
                    && marks[0] == null
                    && marks[1] == null
                    && marks[2] != null
                    && marks[2].keys().equals(List.of(primary))
                    && marks[2].met() != null
                    && marks[2].met().equals(met.get(2))
                    && marks[2].met().differing().equals(List.of("attempts"))
                    && found.stream().sorted().toList().equals(List.of(0, 1, 2));
        } catch (TableUnusableException | UnclearMarksException e) {
            log.debug("The self-test failed", e);
            return false;
        } catch (RuntimeException e) {
            FailureClass why = FailureClassifier.classify(e);
            if (why instanceof FailureClass.Conflict || why instanceof FailureClass.Outage) {
                throw e;
            }
            log.debug("The self-test failed", e);
            return false;
        }
    }

    /** Two rows that go in, and one that meets the first of them. */
    private Chunk chunk() throws TableUnusableException {
        Target target = new Target(
                "self-test",
                TABLE,
                DuplicatePolicy.FAIL,
                EnumSet.of(DuplicatePolicy.FAIL),
                UniqueKey.PRIMARY,
                false,
                Target.Triggers.NONE,
                Target.Limits.DEFAULT,
                Map.of());
        TableShape table = tables.read(target);
        // Not all: a later version may have added some.
        List<Column> columns = Stream.of("target_id", "batch_id", "attempts", "counted_at")
                .map(name -> table.column(name).orElseThrow())
                .toList();
        List<BoundRow> rows = List.of(row(0, columns, "a", 1), row(1, columns, "b", 1), row(2, columns, "a", 2));
        OpenBatch owner = new OpenBatch((row, verdict) -> {});
        return new Chunk(
                target,
                table,
                DuplicatePolicy.FAIL,
                columns,
                rows,
                IntStream.range(0, rows.size()).mapToObj(row -> owner).toList());
    }

    private static BoundRow row(int index, List<Column> columns, String id, int attempts) {
        return new BoundRow(
                index,
                columns,
                List.of(
                        new Bound.Text("0"),
                        new Bound.Bytes(("rowcall-self-test-" + id).getBytes(StandardCharsets.UTF_8)),
                        new Bound.Text(String.valueOf(attempts)),
                        new Bound.Text("2000-01-01 00:00:00.000")));
    }
}
