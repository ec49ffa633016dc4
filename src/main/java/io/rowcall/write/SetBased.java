package io.rowcall.write;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Verdict;
import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlErrors;
import io.rowcall.table.Check;
import io.rowcall.table.Column;
import io.rowcall.table.ForeignKey;
import io.rowcall.table.TableShape;
import io.rowcall.table.UniqueKey;
import io.rowcall.write.FailureClass.OfRow;
import io.rowcall.write.FailureClass.RowFault;
import io.rowcall.write.MarkedInsert.Mark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a chunk in a handful of statements, however many of its rows are bad. Questions name rows that are certain to
 * fail, a {@link MarkedInsert} decides about all others: it is the server's own INSERT that says which row goes in. Where
 * the table, the account or the server doesn't allow that, and for whatever is rare, {@link Bisect} does it.
 *
 * <p>Why that equals one statement for each row: a row that fails leaves no trace, so to take out rows that are certain to fail
 * changes nothing for the others; a row that meets another one and changes nothing is, for the rows after it, the same as
 * one that failed; and a multi-row INSERT judges and inserts its rows in order.
 */
final class SetBased implements Isolation {

    private static final Logger log = LoggerFactory.getLogger(SetBased.class);

    /** Where more than one row in so many meets others on a key, to ask costs less than the locks of meeting them. */
    private static final int ASK_AHEAD_SHARE = 100;

    private static final int NO_PARENT = 1452;
    private static final int CHECK_BROKEN = 3819;

    private final Statements statements;
    private final Questions questions;
    private final MarkedInsert insert;
    private final Duplicates duplicates;
    private final Bisect bisect;
    private final SelfTest selfTest;
    private final Map<String, Lately> targets = new ConcurrentHashMap<>();
    private final Set<String> unclear = ConcurrentHashMap.newKeySet();

    /** What the last chunks of a target have taught. */
    private record Lately(Suspicion suspicion, KnownParents parents) {}

    SetBased(Statements statements, Bisect bisect, SelfTest selfTest) {
        this.statements = statements;
        this.questions = new Questions(statements);
        this.insert = new MarkedInsert(statements);
        this.duplicates = new Duplicates(statements, questions);
        this.bisect = bisect;
        this.selfTest = selfTest;
    }

    @Override
    public List<Verdict> settle(Chunk all) {
        Chunk chunk = isAllowed(all) ? all.withoutUnknownNumbers() : null;
        List<Column> deciding = chunk == null ? null : Traces.deciding(chunk);
        if (chunk == null || deciding == null) {
            return bisect.settle(all);
        }
        List<Verdict> verdicts = new ArrayList<>(chunk.size());
        while (verdicts.size() < chunk.size()) {
            Chunk rest = verdicts.isEmpty() ? chunk : chunk.part(verdicts.size(), chunk.size());
            verdicts.addAll(settle(new OpenRows(upToRepetition(rest, deciding)), deciding));
        }
        return verdicts;
    }

    private boolean isAllowed(Chunk chunk) {
        return chunk.table().privileges().update()
                && chunk.table().privileges().select()
                // The clause for duplicates runs them for rows that are left as they are, too.
                && !chunk.table().triggers().mayRunOnWrite()
                && !chunk.columns().isEmpty()
                && !unclear.contains(chunk.target().name())
                && selfTest.passed();
    }

    /** Rows that meet the same rows may fare differently where an update between them changes keys. */
    private static Chunk upToRepetition(Chunk chunk, List<Column> deciding) {
        boolean keysMayChange = chunk.policy() == DuplicatePolicy.UPDATE
                && chunk.table().uniqueKeys().size() > 1;
        int repeated = keysMayChange ? Marked.firstRepeated(chunk, deciding) : chunk.size();
        return repeated < chunk.size() ? chunk.part(0, repeated) : chunk;
    }

    private List<Verdict> settle(OpenRows rows, List<Column> deciding) {
        Chunk chunk = rows.chunk();
        Lately lately = targets.computeIfAbsent(
                chunk.target().name(), target -> new Lately(new Suspicion(), new KnownParents()));
        Askable askable = new Askable(chunk);
        Map<UniqueKey, List<Column>> keys = suspected(askable, lately.suspicion());
        askAhead(rows, keys, askable, lately);
        boolean aside = true;
        while (!rows.allSettled()) {
            try {
                aside = write(rows, aside ? Repeats.of(rows.open(), keys) : Repeats.NONE, keys, deciding);
            } catch (UnclearMarksException e) {
                log.error(
                        "Target {} is written row by row from now on: {}",
                        chunk.target().name(),
                        e.getMessage());
                unclear.add(chunk.target().name());
                throw e;
            } catch (RuntimeException e) {
                rows.bringBack();
                if (!takeOut(rows, askable, lately.parents(), FailureClassifier.ofRow(e))) {
                    rows.settleOpen(bisect.settle(rows.open()));
                }
            }
        }
        lately.suspicion().learn(suspects(rows));
        return rows.verdicts();
    }

    /**
     * Writes the open rows, and those that repeat some of them once these are in.
     *
     * @return false where nothing was written, since repeats may not be put aside
     */
    private boolean write(OpenRows rows, Repeats repeats, Map<UniqueKey, List<Column>> keys, List<Column> deciding) {
        if (repeats.any()) {
            statements.insert(new Sql().add("SAVEPOINT rowcall_repeats"));
            rows.putAside(repeats.rows());
        }
        MarkedInsert.Done done = insert.write(rows.open(), deciding);
        @Nullable Mark[] marks = Marked.of(rows.open(), done, deciding);
        if (repeats.anyFirstLost(marks)) {
            statements.insert(new Sql().add("ROLLBACK TO SAVEPOINT rowcall_repeats"));
            rows.bringBack();
            return false;
        }
        duplicates.settle(rows, done, marks);
        if (repeats.any()) {
            rows.bringBack();
            ask(() -> duplicates.takeOut(rows, repeats.byKey(), keys));
        }
        return true;
    }

    /** Constraints that the next chunk should be asked about first. */
    private static Set<String> suspects(OpenRows rows) {
        TableShape table = rows.chunk().table();
        Set<String> suspects = new HashSet<>();
        table.uniqueKeys().stream()
                .map(UniqueKey::name)
                .filter(key -> rows.broken(key) * ASK_AHEAD_SHARE > rows.chunk().size())
                .forEach(suspects::add);
        Stream.concat(
                        table.foreignKeys().stream().map(ForeignKey::name),
                        table.checks().stream().map(Check::name))
                .filter(constraint -> rows.broken(constraint) > 0)
                .forEach(suspects::add);
        return suspects;
    }

    /** Keys on which rows are likely to meet others, with the columns of each. */
    private static Map<UniqueKey, List<Column>> suspected(Askable askable, Suspicion suspicion) {
        Map<UniqueKey, List<Column>> keys = new LinkedHashMap<>();
        askable.keys().stream()
                .filter(key -> suspicion.of(key.name()))
                .forEach(key -> keys.put(key, askable.columnsOf(key)));
        return keys;
    }

    private void askAhead(OpenRows rows, Map<UniqueKey, List<Column>> keys, Askable askable, Lately lately) {
        Suspicion suspicion = lately.suspicion();
        if (!keys.isEmpty()) {
            ask(() -> duplicates.askAhead(rows, keys));
        }
        List<Check> checks = askable.checks();
        if (checks != null && checks.stream().anyMatch(check -> suspicion.of(check.name()))) {
            ask(() -> takeOutBroken(rows, askable, checks));
        }
        List<ForeignKey> parents = askable.foreignKeys();
        if (parents != null && parents.stream().anyMatch(key -> suspicion.of(key.name()))) {
            ask(() -> takeOutOrphans(rows, askable, parents, lately.parents()));
        }
    }

    /** Whether rows were taken out that account for the fault, so that the others are worth another try. */
    private boolean takeOut(OpenRows rows, Askable askable, KnownParents known, OfRow fault) {
        if (!(fault instanceof RowFault)) {
            return false;
        }
        List<ForeignKey> parents = askable.foreignKeys();
        List<Check> checks = askable.checks();
        return switch (fault.vendorCode()) {
            case NO_PARENT -> {
                known.forget();
                yield parents != null && ask(() -> takeOutOrphans(rows, askable, parents, known));
            }
            case CHECK_BROKEN -> checks != null && ask(() -> takeOutBroken(rows, askable, checks));
            default -> false;
        };
    }

    private boolean takeOutOrphans(OpenRows rows, Askable askable, List<ForeignKey> keys, KnownParents known) {
        boolean any = false;
        for (ForeignKey key : keys) {
            Chunk open = rows.open();
            List<Integer> orphans = questions.orphans(open, key, askable.columnsOf(key), known);
            orphans.forEach(row -> rows.fail(row, key.name(), Reasons.foreignKey(open, key.name())));
            any |= !orphans.isEmpty();
            rows.takeOut();
        }
        return any;
    }

    private boolean takeOutBroken(OpenRows rows, Askable askable, List<Check> checks) {
        boolean any = false;
        for (Check check : checks) {
            Chunk open = rows.open();
            List<Integer> broken = questions.broken(open, check, askable.columnsOf(check));
            broken.forEach(row -> rows.fail(row, check.name(), Reasons.check(open, check.name())));
            any |= !broken.isEmpty();
            rows.takeOut();
        }
        return any;
    }

    /**
     * A question with an error of its own has no answer, nor has one about a parent that the account may not read: the
     * INSERT needs no right for that. Conflicts and outages go up.
     */
    private static boolean ask(Supplier<Boolean> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            if (!SqlErrors.is(e, SqlErrors.TABLE_DENIED) && !SqlErrors.is(e, SqlErrors.COLUMN_DENIED)) {
                FailureClassifier.ofRow(e);
            }
            return false;
        }
    }
}
