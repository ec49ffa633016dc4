package io.rowcall.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes rows, good ones and bad ones, all from one seed. */
final class Generator {

    /** Rows that are in a table before its run, for others to meet. */
    private static final int EXISTING = 1_000;

    private final Feed feed;
    private final long seed;
    private final SplittableRandom random;
    private final List<List<Object>> goodOfBatch = new ArrayList<>();
    private int bad;

    Generator(Feed feed, long seed) {
        this.feed = feed;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Rows that must be in the table before; their ids are negative. */
    static List<GeneratedRow> existing(Feed feed, long seed) {
        List<GeneratedRow> rows = new ArrayList<>();
        if (feed.shape() == Shape.NARROW_CHILD) {
            SplittableRandom random = new SplittableRandom(~seed);
            for (long id = -EXISTING; id < 0; id++) {
                rows.add(new GeneratedRow(feed.shape().row(id, seed, random), Fate.GOOD));
            }
        }
        return rows;
    }

    /** The rows of so many batches. */
    List<GeneratedRow> rows(int batches) {
        List<GeneratedRow> rows = new ArrayList<>(batches * feed.batchRows());
        for (int batch = 0; batch < batches; batch++) {
            goodOfBatch.clear();
            for (int i = 0; i < feed.batchRows(); i++) {
                rows.add(row(rows.size() + 1L));
            }
        }
        return rows;
    }

    private GeneratedRow row(long number) {
        List<Object> values = feed.shape().row(number, seed, random);
        Fate fate = random.nextDouble() < feed.faults().share() ? nextKind() : Fate.GOOD;
        switch (fate) {
            case GOOD -> goodOfBatch.add(values);
            case MEETS_EXISTING ->
                takeKeyOf(feed.shape().row(-1L - random.nextInt(EXISTING), seed, random.split()), values);
            case MEETS_EARLIER -> takeKeyOf(goodOfBatch.get(random.nextInt(goodOfBatch.size())), values);
            case ORPHAN -> values.set(2, (long) Shape.PARENTS + random.nextInt(1, 1_000_000));
            case TOO_LONG -> values.set(1, "x".repeat(Shape.EMAIL_LIMIT) + values.get(1));
        }
        return new GeneratedRow(values, fate);
    }

    private Fate nextKind() {
        List<Fate> kinds = feed.faults().kinds();
        Fate kind = kinds.get(bad++ % kinds.size());
        return kind == Fate.MEETS_EARLIER && goodOfBatch.isEmpty() ? Fate.MEETS_EXISTING : kind;
    }

    /** The primary key's value or that of the other unique key. */
    private void takeKeyOf(List<Object> met, List<Object> values) {
        int key = random.nextInt(2);
        values.set(key, met.get(key));
    }
}
