package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.preflight.Bound;
import io.rowcall.preflight.BoundRow;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import io.rowcall.table.Privileges;
import io.rowcall.table.TableShape;
import io.rowcall.table.Triggers;
import io.rowcall.table.UniqueKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InsertedRowsTest {

    private static final int ROWS = 10;

    private final OpenBatch batch = new OpenBatch((row, verdict) -> {});

    @Test
    void rowThatWentInIsFoundByItsKey() {
        Traces.remember(chunk(0), 0, ROWS);
        assertThat(find("3")).isEqualTo(3);
        assertThat(find("10")).isEqualTo(-1);
    }

    @Test
    void rowsThatWentInOneByOneAreFound() {
        Chunk chunk = chunk(0);
        Traces.remember(chunk, 1, 2);
        Traces.remember(chunk, 2, 3);
        Traces.remember(chunk, 5, 6);
        assertThat(List.of(find("0"), find("1"), find("2"), find("3"), find("5")))
                .containsExactly(-1, 1, 2, -1, 5);
    }

    @Test
    void rowsOfManyChunksAreFound() {
        for (int chunk = 0; chunk < 100; chunk++) {
            Traces.remember(chunk(chunk), 0, ROWS);
        }
        assertThat(find("0")).isZero();
        assertThat(find("555")).isEqualTo(555);
        Traces.remember(chunk(100), 0, ROWS);
        assertThat(find("1003")).isEqualTo(1003);
    }

    @Test
    void rowsOfOtherBatchesAreNotFound() {
        OpenBatch other = new OpenBatch((row, verdict) -> {});
        List<OpenBatch> owners = new ArrayList<>(Collections.nCopies(ROWS, batch));
        owners.set(4, other);
        Traces.remember(chunk(0, owners), 0, ROWS);
        assertThat(List.of(find("3"), find("4"), find("5"))).containsExactly(3, -1, 5);
        assertThat(other.inserted.keys().find(UniqueKey.PRIMARY, Arrays.asList("4")))
                .isEqualTo(4);
    }

    private int find(String id) {
        return batch.inserted.keys().find(UniqueKey.PRIMARY, Arrays.asList(id));
    }

    private Chunk chunk(int number) {
        return chunk(number, Collections.nCopies(ROWS, batch));
    }

    /** Rows whose ids are their indexes. */
    private static Chunk chunk(int number, List<OpenBatch> owners) {
        Column id =
                new Column("id", 1, new ColumnType.Whole(32, false, false), false, false, false, false, false, null);
        UniqueKey primary = new UniqueKey(UniqueKey.PRIMARY, true, List.of(new UniqueKey.Part("id", null, null)));
        TableShape table = new TableShape(
                "rowcall",
                "users",
                List.of(id),
                List.of(primary),
                List.of(),
                List.of(),
                new Triggers.Known(List.of()),
                new Privileges(true, true, true),
                false,
                false,
                "");
        Target target = new Target(
                "users",
                "users",
                DuplicatePolicy.FAIL,
                Set.of(DuplicatePolicy.FAIL),
                UniqueKey.PRIMARY,
                false,
                Target.Triggers.NONE,
                Target.Limits.DEFAULT,
                Map.of());
        List<BoundRow> rows = new ArrayList<>();
        for (int index = number * ROWS; index < (number + 1) * ROWS; index++) {
            rows.add(new BoundRow(index, List.of(id), List.of(new Bound.Text(String.valueOf(index)))));
        }
        return new Chunk(target, table, DuplicatePolicy.FAIL, List.of(id), rows, owners);
    }
}
