package io.rowcall.faults;

import io.rowcall.batch.Counts;
import io.rowcall.batch.ReasonCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of one batch as they are made up, and what has to become of each. */
final class BatchPlan {

    private final String id;
    private final Destination destination;
    private final long firstKey;
    private final SplittableRandom random;
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    /** The batch's own rows as the table has them after the rows so far. */
    private final Map<Long, Row> stored = new HashMap<>();

    private final List<Long> storedKeys = new ArrayList<>();
    private final Map<RowKind.Verdict, Integer> verdicts = new EnumMap<>(RowKind.Verdict.class);
    private final Map<Integer, ReasonCode> failures = new TreeMap<>();
    private final Map<Long, Integer> shared = new HashMap<>();

    /** A batch whose own rows have keys from this one up. */
    BatchPlan(String id, Destination destination, long firstKey, SplittableRandom random) {
        this.id = id;
        this.destination = destination;
        this.firstKey = firstKey;
        this.random = random;
    }

    /**
     * Adds rows.
     *
     * @param clean whether all of them are good
     * @param sameColumns whether each must have the same columns
     */
    void addRows(int count, boolean clean, boolean sameColumns) {
        for (int i = 0; i < count; i++) {
            RowKind kind = kind(clean);
            add(sameColumns && kind == RowKind.NO_SUCH_COLUMN ? RowKind.LONG_NAME : kind);
        }
    }

    private RowKind kind(boolean clean) {
        if (destination == Destination.STOCK && random.nextInt(3) == 0) {
            return RowKind.THERE_OTHERWISE;
        }
        if (clean || random.nextInt(15) > 0) {
            return RowKind.GOOD;
        }
        if (!destination.keyed() || random.nextInt(2) == 0) {
            return RowKind.BAD.get(random.nextInt(RowKind.BAD.size()));
        }
        return switch (random.nextInt(4)) {
            case 0 -> stored.isEmpty() ? RowKind.GOOD : RowKind.REPEATED;
            case 1 -> stored.isEmpty() ? RowKind.GOOD : RowKind.REPEATED_OTHERWISE;
            // What the rows of this target are like that all change, nobody can say.
            case 2 -> destination == Destination.STOCK ? RowKind.THERE_OTHERWISE : RowKind.THERE;
            default -> RowKind.THERE_OTHERWISE;
        };
    }

    private void add(RowKind kind) {
        int n = rows.size();
        Row row = switch (kind) {
            case REPEATED -> stored.get(someKey());
            case REPEATED_OTHERWISE -> Row.of(someKey(), id, n, random);
            case THERE -> Row.seeded(random.nextInt(1, Destination.SEEDED + 1));
            case THERE_OTHERWISE -> Row.of(-random.nextInt(1, Destination.SEEDED + 1), id, n, random);
            default -> Row.of(firstKey + n, id, n, random);
        };
        Map<String, @Nullable Object> values = row.values();
        kind.spoil(values);
        rows.add(values);
        RowKind.Verdict verdict = kind.verdict(destination);
        verdicts.merge(verdict, 1, Integer::sum);
        switch (verdict) {
            case FAILED -> failures.put(n, kind.reason());
            case UNCHANGED -> {}
            case INSERTED, UPDATED -> {
                if (row.id() < 0) {
                    shared.put(row.id(), n);
                } else if (stored.put(row.id(), row) == null) {
                    storedKeys.add(row.id());
                }
            }
        }
    }

    private long someKey() {
        return storedKeys.get(random.nextInt(storedKeys.size()));
    }

    List<Map<String, @Nullable Object>> rows() {
        return rows;
    }

    Expectation expectation() {
        long checksum = 0;
        for (Row row : stored.values()) {
            checksum ^= row.checksum();
        }
        return new Expectation(
                id,
                destination,
                null,
                new Counts(
                        rows.size(),
                        count(RowKind.Verdict.INSERTED),
                        count(RowKind.Verdict.UPDATED),
                        count(RowKind.Verdict.UNCHANGED),
                        count(RowKind.Verdict.FAILED)),
                Map.copyOf(failures),
                stored.size(),
                checksum,
                Map.copyOf(shared));
    }

    private int count(RowKind.Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }
}
