package io.rowcall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final List<GeneratedRow> ROWS = List.of(
            new GeneratedRow(List.of(1L, "a b", new BigDecimal("0.10")), Fate.GOOD),
            new GeneratedRow(List.of(2L, "c", new BigDecimal("5.00")), Fate.GOOD));

    @Test
    void jsonQuotesTextsAlone() {
        assertThat(new String(Texts.json(List.of("id", "t", "d"), ROWS), StandardCharsets.UTF_8))
                .isEqualTo("[{\"id\":1,\"t\":\"a b\",\"d\":0.10},{\"id\":2,\"t\":\"c\",\"d\":5.00}]");
    }

    @Test
    void linesPartTheirValuesByTabs() {
        assertThat(new String(Texts.tabbed(ROWS), StandardCharsets.UTF_8)).isEqualTo("1\ta b\t0.10\n2\tc\t5.00\n");
    }
}
