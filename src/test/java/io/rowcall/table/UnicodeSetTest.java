package io.rowcall.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnicodeSetTest {

    @ParameterizedTest
    @CsvSource({
        "utf8mb4, '', 0",
        "utf8mb4, abc, 3",
        "utf8mb4, añ€, 6",
        "utf8mb4, a😀, 5",
        "utf8mb3, añ€, 6",
        "utf8mb3, a😀, -2",
        "ucs2, abc, 6",
        "ucs2, añ€, 6",
        "utf16, a😀, 6",
        "utf32, abc, 12",
        "utf32, a😀, 8",
        "utf8mb4, ab\uD83D, -3",
    })
    void bytesOfATextAreCounted(String characterSet, String text, long bytes) {
        assertThat(UnicodeSet.named(characterSet).orElseThrow().bytes(text)).isEqualTo(bytes);
    }
}
