package io.rowcall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.ImportPart;
import io.rowcall.publish.BatchSplitter.Part;
import io.rowcall.publish.rows.RowSource;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BatchSplitterTest {

    @Test
    void partsHaveAtMostSoManyRows() {
        List<Part> parts = split(splitter(2, 1_000), RowSource.csv(in("a,b\n1,x\n2,y\n3,z\n")));

        assertThat(parts).extracting(BatchSplitterTest::body).containsExactly("a,b\n1,x\n2,y\n", "a,b\n3,z\n");
        assertThat(parts).extracting(Part::rows).containsExactly(2, 1);
        assertThat(parts).extracting(Part::firstRow).containsExactly(0L, 2L);
    }

    @Test
    void partsHaveAtMostSoManyBytes() {
        List<Part> parts = split(splitter(100, 14), RowSource.csv(in("a,b\n1,x\n2,y\n3,z\n")));

        assertThat(parts)
                .extracting(BatchSplitterTest::body)
                .containsExactly("a,b\n1,x\n2,y\n", "a,b\n3,z\n")
                .allMatch(body -> body.length() <= 14);
    }

    @Test
    void rowAboveTheBytesIsAPartByItself() {
        String large = "{\"text\":\"" + "x".repeat(50) + "\"}";

        List<Part> parts = split(splitter(100, 20), RowSource.json(in("[{\"a\":1}," + large + ",{\"a\":2}]")));

        assertThat(parts)
                .extracting(BatchSplitterTest::body)
                .containsExactly("[{\"a\":1}]\n", "[" + large + "]\n", "[{\"a\":2}]\n");
    }

    @Test
    void bodiesAreWholeDocumentsOfTheirFormat() {
        assertThat(split(splitter(2, 100), RowSource.json(in("[{}, {},{}]"))))
                .extracting(BatchSplitterTest::body)
                .containsExactly("[{},\n{}]\n", "[{}]\n");
        assertThat(split(splitter(2, 100), RowSource.ndjson(in("{}\n{}\n{}"))))
                .extracting(BatchSplitterTest::body)
                .containsExactly("{}\n{}\n", "{}\n");
    }

    @Test
    void partsAreNumberedAndOnlyTheLastSaysHowManyThereAre() {
        List<Part> parts = split(splitter(1, 100), RowSource.ndjson(in("{}\n{}\n{}\n")));

        assertThat(parts)
                .extracting(part -> part.batch().part())
                .containsExactly(
                        new ImportPart("imp", 1, null), new ImportPart("imp", 2, null), new ImportPart("imp", 3, 3));
    }

    @Test
    void sameImportHasTheSameBatchesAgain() {
        BatchSplitter splitter = splitter(2, 100);

        List<Part> first = split(splitter, RowSource.ndjson(in("{}\n{}\n{}\n")));
        List<Part> second = split(splitter, RowSource.ndjson(in("{}\n{}\n{}\n")));

        assertThat(first).extracting(part -> part.batch().key().batchId()).containsExactly("imp-000001", "imp-000002");
        assertThat(second)
                .extracting(part -> part.batch().key(), BatchSplitterTest::body)
                .isEqualTo(first.stream()
                        .map(part ->
                                org.assertj.core.groups.Tuple.tuple(part.batch().key(), body(part)))
                        .toList());
    }

    @Test
    void importWithoutRowsIsOnePartWithoutRows() {
        for (RowSource none : List.of(RowSource.csv(in("a,b\n")), RowSource.ndjson(in("")), RowSource.json(in("[]")))) {
            List<Part> parts = split(splitter(2, 100), none);

            assertThat(parts).singleElement().satisfies(part -> {
                assertThat(part.rows()).isZero();
                assertThat(part.batch().part()).isEqualTo(new ImportPart("imp", 1, 1));
            });
        }
    }

    @Test
    void everyBatchIsFinishedByTheCaller() {
        BatchSplitter splitter = new BatchSplitter(
                "users",
                "imp",
                1,
                100,
                batch -> batch.onDuplicate(DuplicatePolicy.IGNORE).asDryRun());

        assertThat(split(splitter, RowSource.ndjson(in("{}\n{}\n")))).allSatisfy(part -> {
            assertThat(part.batch().onDuplicate()).isEqualTo(DuplicatePolicy.IGNORE);
            assertThat(part.batch().isDryRun()).isTrue();
        });
    }

    @Test
    void newImportIdsSortByTime() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(BatchSplitter.newImportId());
        }

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void importIdLeavesRoomForThePart() {
        assertThatThrownBy(() -> new BatchSplitter("users", "é".repeat(123)))
                .hasMessage("an import id holds 1 to 244 bytes, this one 246");
        assertThatThrownBy(() -> new BatchSplitter("users", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private static BatchSplitter splitter(int rows, int bytes) {
        return new BatchSplitter("users", "imp", rows, bytes, UnaryOperator.identity());
    }

    private static List<Part> split(BatchSplitter splitter, RowSource rows) {
        List<Part> parts = new ArrayList<>();
        splitter.split(rows).forEachRemaining(parts::add);
        return parts;
    }

    private static String body(Part part) {
        return new String(part.batch().body(), UTF_8);
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
