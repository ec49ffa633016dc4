package io.rowcall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {

    private static final Feed HALF_BAD = new Feed(Shape.NARROW_CHILD, 200, Faults.mixed(0.5));

    @ParameterizedTest
    @EnumSource(Shape.class)
    void rowsHaveAValueForEachColumn(Shape shape) {
        List<GeneratedRow> rows = new Generator(new Feed(shape, 10, Faults.NONE), 1).rows(3);

        assertThat(rows).hasSize(30).allSatisfy(row -> assertThat(row.values()).hasSameSizeAs(shape.columns()));
    }

    @Test
    void wideRowsHaveFortyColumns() {
        assertThat(Shape.WIDE.columns()).hasSize(40).doesNotHaveDuplicates();
        assertThat(Shape.NARROW.columns()).hasSize(3);
    }

    @Test
    void theSameSeedMakesTheSameRows() {
        assertThat(new Generator(HALF_BAD, 5).rows(2))
                .isEqualTo(new Generator(HALF_BAD, 5).rows(2))
                .isNotEqualTo(new Generator(HALF_BAD, 6).rows(2));
    }

    @Test
    void goodRowsShareNoKeyWithEachOtherOrWithWhatIsThere() {
        Set<Object> ids = new HashSet<>();
        Set<Object> emails = new HashSet<>();
        List<GeneratedRow> existing = Generator.existing(HALF_BAD, 1);
        List<GeneratedRow> rows = new Generator(HALF_BAD, 1).rows(20);

        for (List<GeneratedRow> part : List.of(existing, rows)) {
            part.stream().filter(GeneratedRow::isGood).forEach(row -> {
                assertThat(ids.add(row.values().get(0))).isTrue();
                assertThat(emails.add(row.values().get(1))).isTrue();
            });
        }
        assertThat(existing).isNotEmpty();
    }

    @Test
    void aboutAsManyRowsAreBadAsAskedForAndOfAllKinds() {
        List<GeneratedRow> rows = new Generator(HALF_BAD, 1).rows(20);

        assertThat(rows.stream().filter(row -> !row.isGood()).count()).isBetween(1_800L, 2_200L);
        assertThat(rows.stream().map(GeneratedRow::fate).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Fate.values());
    }

    @Test
    void duplicatesMeetAnEarlierRowOfTheirBatchOrOneThatIsThere() {
        Set<Object> there = keys(Generator.existing(HALF_BAD, 1));
        List<GeneratedRow> rows = new Generator(HALF_BAD, 1).rows(20);

        for (int i = 0; i < rows.size(); i++) {
            int batch = i / HALF_BAD.batchRows() * HALF_BAD.batchRows();
            Set<Object> known = rows.get(i).fate() == Fate.MEETS_EXISTING ? there : keys(rows.subList(batch, i));
            if (rows.get(i).fate() == Fate.MEETS_EXISTING || rows.get(i).fate() == Fate.MEETS_EARLIER) {
                assertThat(known).containsAnyElementsOf(rows.get(i).values().subList(0, 2));
            }
        }
    }

    @Test
    void faultsOfRowsCanBeSeenInThem() {
        for (GeneratedRow row : new Generator(HALF_BAD, 1).rows(20)) {
            assertThat(((String) row.values().get(1)).length() > Shape.EMAIL_LIMIT)
                    .isEqualTo(row.fate() == Fate.TOO_LONG);
            assertThat((long) row.values().get(2) > Shape.PARENTS).isEqualTo(row.fate() == Fate.ORPHAN);
        }
    }

    private static Set<Object> keys(List<GeneratedRow> rows) {
        return rows.stream()
                .filter(GeneratedRow::isGood)
                .flatMap(row -> row.values().subList(0, 2).stream())
                .collect(Collectors.toSet());
    }
}
