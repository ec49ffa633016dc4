package io.rowcall.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastUsedTest {

    private final LastUsed<Integer> lastUsed = new LastUsed<>(10);

    @Test
    void whatFitsIsKept() {
        lastUsed.put("aaaaa", 1);
        lastUsed.put("bbbbb", 2);
        assertThat(lastUsed.get("aaaaa")).isEqualTo(1);
        assertThat(lastUsed.get("bbbbb")).isEqualTo(2);
    }

    @Test
    void whatWasNotUsedForLongestGoes() {
        lastUsed.put("aaa", 1);
        lastUsed.put("bbb", 2);
        lastUsed.put("ccc", 3);
        lastUsed.get("aaa");
        lastUsed.put("ddddddd", 4);
        assertThat(lastUsed.get("aaa")).isEqualTo(1);
        assertThat(lastUsed.get("bbb")).isNull();
        assertThat(lastUsed.get("ccc")).isNull();
        assertThat(lastUsed.get("ddddddd")).isEqualTo(4);
    }

    @Test
    void textThatIsTooLongLeavesTheOthersWhereTheyAre() {
        lastUsed.put("aaaaa", 1);
        lastUsed.put("b".repeat(11), 2);
        assertThat(lastUsed.get("aaaaa")).isEqualTo(1);
        assertThat(lastUsed.get("b".repeat(11))).isNull();
    }

    @Test
    void sameTextCountsOnce() {
        for (int i = 0; i < 5; i++) {
            lastUsed.put("aaaaa", i);
        }
        lastUsed.put("bbbbb", 9);
        assertThat(lastUsed.get("aaaaa")).isEqualTo(4);
        assertThat(lastUsed.get("bbbbb")).isEqualTo(9);
    }
}
