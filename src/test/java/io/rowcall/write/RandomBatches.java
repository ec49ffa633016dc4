package io.rowcall.write;

import io.rowcall.batch.Batch;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Row;
import io.rowcall.batch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random rows for a random table. */
final class RandomBatches {

    private final RandomTable table;
    private final Random random;

    RandomBatches(RandomTable table, Random random) {
        this.table = table;
        this.random = random;
    }

    /** One to four batches, some 40 rows together. */
    List<Batch> group() {
        List<Batch> batches = new ArrayList<>();
        for (int rows = 40; rows > 0; ) {
            int size = random.nextInt(3) == 0 ? rows : 1 + random.nextInt(rows);
            batches.add(Writing.batch(policy(), rows(size)));
            rows -= size + 8;
        }
        return batches;
    }

    List<Row> rows(int size) {
        List<List<RandomColumn>> shapes = List.of(shape(), shape());
        boolean mixed = random.nextInt(3) == 0;
        List<Row> rows = new ArrayList<>();
        for (int index = 0; index < size; index++) {
            rows.add(
                    random.nextInt(80) == 0
                            ? new Row.Misshapen(index, null, "[", false, "not a row", "not a row")
                            : row(index, shapes.get(mixed ? random.nextInt(2) : 0)));
        }
        return rows;
    }

    private DuplicatePolicy policy() {
        DuplicatePolicy[] all = DuplicatePolicy.values();
        DuplicatePolicy policy = all[random.nextInt(all.length)];
        return policy == DuplicatePolicy.UPDATE && table.updateKey() == null ? DuplicatePolicy.UNCHANGED : policy;
    }

    /** The columns that rows of one batch give. */
    private List<RandomColumn> shape() {
        List<RandomColumn> given = table.given();
        given.removeIf(column -> random.nextInt(column == RandomColumn.ID ? 2 : column.optional() ? 4 : 40) == 0);
        return given;
    }

    private Row row(int index, List<RandomColumn> shape) {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (RandomColumn column : shape) {
            names.add(column.name());
            values.add(column.value(random));
        }
        return new Row.Shaped(index, null, names, values);
    }
}
