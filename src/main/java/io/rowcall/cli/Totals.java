package io.rowcall.cli;

import io.rowcall.batch.Counts;
import io.rowcall.cli.ResultDocument.FailedRow;
import io.rowcall.cli.ResultDocument.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the results of an import say together. */
public final class Totals {

    private static final int FIRST_ROWS = 10;

    /**
     * Reasons of one kind.
     *
     * @param constraint the key, foreign key or check concerned, if one is
     */
    public record Group(
            String code, List<String> columns, @Nullable String constraint) implements Comparable<Group> {

        private static final Comparator<Group> ORDER = Comparator.comparing(Group::code)
                .thenComparing(group -> String.join(",", group.columns))
                .thenComparing(group -> String.valueOf(group.constraint));

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    /** A batch that was refused. */
    public record Refused(String batchId, String code, String message) {}

    private final TreeMap<Group, Integer> reasons = new TreeMap<>();
    private final TreeMap<Long, List<Fault>> firstFailures = new TreeMap<>();
    private final List<Refused> refused = new ArrayList<>();
    private Counts counts = new Counts(0, 0, 0, 0, 0);

    /** Adds one page of one result. */
    public synchronized void add(ResultDocument page, long firstRow) {
        Counts more = page.counts();
        if (more == null) {
            refused.add(new Refused(
                    String.valueOf(page.batchId()), String.valueOf(page.code()), String.valueOf(page.message())));
        } else if (page.page() == 1) {
            counts = new Counts(
                    counts.rows() + more.rows(),
                    counts.inserted() + more.inserted(),
                    counts.updated() + more.updated(),
                    counts.unchanged() + more.unchanged(),
                    counts.failed() + more.failed());
        }
        for (FailedRow row : page.failedRows()) {
            firstFailures.put(firstRow + row.row(), row.reasons());
            if (firstFailures.size() > FIRST_ROWS) {
                firstFailures.pollLastEntry();
            }
            for (Fault fault : row.reasons()) {
                reasons.merge(new Group(fault.code(), fault.where(), fault.constraint()), 1, Integer::sum);
            }
        }
    }

    public synchronized Counts counts() {
        return counts;
    }

    /** How often each kind of reason was given, by code and column. */
    public synchronized Map<Group, Integer> reasons() {
        return Collections.unmodifiableMap(new TreeMap<>(reasons));
    }

    /** The first failed rows by their position in the import, from 0. */
    public synchronized Map<Long, List<Fault>> firstFailures() {
        return Collections.unmodifiableMap(new TreeMap<>(firstFailures));
    }

    public synchronized List<Refused> refused() {
        return List.copyOf(refused);
    }
}
