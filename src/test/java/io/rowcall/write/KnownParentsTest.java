package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownParentsTest {

    private final KnownParents parents = new KnownParents();

    @Test
    void aParentIsKnownForItsForeignKeyUntilAllAreForgotten() {
        parents.add("family", List.of("1", "a"));
        assertThat(parents.has("family", List.of("1", "a"))).isTrue();
        assertThat(parents.has("family", List.of("1", "A"))).isFalse();
        assertThat(parents.has("school", List.of("1", "a"))).isFalse();

        parents.forget();
        assertThat(parents.has("family", List.of("1", "a"))).isFalse();
    }

    @Test
    void manyParentsTakeNoMoreRoomThanSome() {
        IntStream.range(0, 3 * KnownParents.MOST).forEach(id -> parents.add("family", List.of("" + id)));

        assertThat(IntStream.range(0, 3 * KnownParents.MOST).filter(id -> parents.has("family", List.of("" + id))))
                .hasSizeLessThanOrEqualTo(KnownParents.MOST)
                .contains(3 * KnownParents.MOST - 1);
    }

    @Test
    void longOnesAreNotKept() {
        String half = "x".repeat(KnownParents.LONGEST / 2);
        parents.add("family", List.of(half, half));
        parents.add("family", List.of(half, half + "x"));

        assertThat(parents.has("family", List.of(half, half))).isTrue();
        assertThat(parents.has("family", List.of(half, half + "x"))).isFalse();
    }
}
