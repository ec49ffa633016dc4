package io.rowcall.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InsertedKeysTest {

    private final InsertedKeys keys = new InsertedKeys();

    @Test
    void findsTheRowOfAKeysValue() {
        keys.add("PRIMARY", List.of("1"), 0);
        keys.add("email", List.of("1"), 5);
        assertThat(keys.find("PRIMARY", List.of("1"))).isZero();
        assertThat(keys.find("email", List.of("1"))).isEqualTo(5);
        assertThat(keys.find("email", List.of("2"))).isEqualTo(-1);
    }

    @Test
    void lastRowWithAValueCounts() {
        keys.add("PRIMARY", List.of("1"), 0);
        keys.add("PRIMARY", List.of("1"), 3);
        assertThat(keys.find("PRIMARY", List.of("1"))).isEqualTo(3);
    }

    @Test
    void partsDoNotRunIntoEachOther() {
        keys.add("k", List.of("ab", "c"), 1);
        assertThat(keys.find("k", List.of("a", "bc"))).isEqualTo(-1);
        assertThat(keys.find("k", List.of("abc"))).isEqualTo(-1);
        assertThat(keys.find("k", List.of("ab", "c"))).isEqualTo(1);
    }

    @Test
    void keysWithANullPartMeetNothing() {
        keys.add("k", Arrays.asList("a", null), 1);
        assertThat(keys.find("k", Arrays.asList("a", null))).isEqualTo(-1);
        assertThat(keys.find("k", List.of("a", "null"))).isEqualTo(-1);
    }

    @Test
    void holdsAsManyAsThereAre() {
        int many = 100_000;
        for (int i = 0; i < many; i++) {
            keys.add("PRIMARY", List.of(String.valueOf(i)), i);
        }
        for (int i = 0; i < many; i++) {
            assertThat(keys.find("PRIMARY", List.of(String.valueOf(i)))).isEqualTo(i);
        }
        assertThat(keys.find("PRIMARY", List.of(String.valueOf(many)))).isEqualTo(-1);
    }
}
