package io.rowcall.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedRowTest {

    @Test
    void reasonsAreTakenAsTheyStand() {
        List<FailedRow> rows = read("""
                [{"row":3,"rowId":null,"values":{"row":7,"reasons":[1],"é":"]}"},"reasons":[{"code":"CHECK","limit":1.0}]},\
                {"row":41,"rowId":"r-42","raw":"\\"},[","reasons":[]}]""");

        assertThat(rows).extracting(FailedRow::row).containsExactly(3, 41);
        assertThat(rows)
                .extracting(row -> new String(row.reasons(), StandardCharsets.UTF_8))
                .containsExactly("[{\"code\":\"CHECK\",\"limit\":1.0}]", "[]");
    }

    @Test
    void valuesMayBeAnyJson() {
        String deep = "[".repeat(5_000) + "1".repeat(2_000) + "]".repeat(5_000);
        assertThat(read("[{\"row\":0,\"values\":" + deep + ",\"reasons\":[{\"code\":\"BAD_JSON\"}]}]"))
                .hasSize(1);
        assertThat(read("[]")).isEmpty();
    }

    private static List<FailedRow> read(String page) {
        return FailedRow.of(page.getBytes(StandardCharsets.UTF_8));
    }
}
