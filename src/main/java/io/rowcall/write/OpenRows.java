package io.rowcall.write;

import io.rowcall.batch.Reason;
import io.rowcall.batch.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a chunk and the verdicts so far. Rows are settled by their number among the {@link #open} ones, and keep
 * it until rows are taken out, put aside or brought back.
 */
final class OpenRows {

    private final Chunk chunk;
    private final @Nullable Verdict[] verdicts;
    private final Map<String, Integer> broken = new HashMap<>();

    /** Numbers in the whole chunk. */
    private int[] numbers;

    /** Numbers in the whole chunk of rows without a verdict that are not open for now. */
    private int[] aside = {};

    private Chunk open;

    OpenRows(Chunk chunk) {
        this.chunk = chunk;
        this.verdicts = new Verdict[chunk.size()];
        this.numbers = IntStream.range(0, chunk.size()).toArray();
        this.open = chunk;
    }

    /** All rows. */
    Chunk chunk() {
        return chunk;
    }

    /** The rows that had no verdict when rows were last taken out, and are not put aside, in order. */
    Chunk open() {
        return open;
    }

    boolean allSettled() {
        return numbers.length == 0 && aside.length == 0;
    }

    void settle(int row, Verdict verdict) {
        verdicts[numbers[row]] = verdict;
    }

    /** The row breaks this constraint. */
    void fail(int row, String constraint, Reason reason) {
        settle(row, new Verdict.Failed(reason));
        breaks(constraint);
    }

    /** A row that breaks this constraint was settled. */
    void breaks(String constraint) {
        broken.merge(constraint, 1, Integer::sum);
    }

    /** How many rows broke this constraint. */
    int broken(String constraint) {
        return broken.getOrDefault(constraint, 0);
    }

    /** Settled rows are no longer open. */
    void takeOut() {
        int[] left = Arrays.stream(numbers).filter(row -> verdicts[row] == null).toArray();
        if (left.length < numbers.length) {
            open(Arrays.stream(left));
        }
    }

    /** These rows are not open until they are brought back. None may be aside already. */
    void putAside(List<Integer> rows) {
        aside = rows.stream().mapToInt(row -> numbers[row]).toArray();
        open(IntStream.range(0, numbers.length)
                .filter(row -> Arrays.binarySearch(aside, numbers[row]) < 0)
                .map(row -> numbers[row]));
    }

    /** Settled rows are no longer open, those put aside are. */
    void bringBack() {
        if (aside.length > 0) {
            IntStream all = IntStream.concat(Arrays.stream(numbers), Arrays.stream(aside));
            aside = new int[0];
            open(all.sorted().filter(row -> verdicts[row] == null));
        }
    }

    private void open(IntStream rows) {
        numbers = rows.toArray();
        open = chunk.part(numbers);
    }

    /** Verdicts for all open rows. */
    void settleOpen(List<Verdict> all) {
        for (int row = 0; row < numbers.length; row++) {
            settle(row, all.get(row));
        }
        takeOut();
    }

    /** Of all rows, in order. */
    List<Verdict> verdicts() {
        List<Verdict> all = new ArrayList<>(verdicts.length);
        for (Verdict verdict : verdicts) {
            all.add(Objects.requireNonNull(verdict));
        }
        return all;
    }
}
