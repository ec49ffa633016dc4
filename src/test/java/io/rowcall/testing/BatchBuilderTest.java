package io.rowcall.testing;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.DuplicatePolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {

    private final BatchBuilder rows =
            batch("users").id("b1").row("id", 1, "name", "Ada \"A\"").row("id", 2, "name", null, "tags", List.of("x"));

    @Test
    void everyFormSaysTheSame() {
        assertThat(text(rows.json().message()))
                .isEqualTo("[{\"id\":1,\"name\":\"Ada \\\"A\\\"\"},{\"id\":2,\"name\":null,\"tags\":[\"x\"]}]");
        assertThat(text(rows.ndjson().message()))
                .isEqualTo("{\"id\":1,\"name\":\"Ada \\\"A\\\"\"}\n{\"id\":2,\"name\":null,\"tags\":[\"x\"]}\n");
        assertThat(text(rows.columnar().rowId("r-2").message()))
                .isEqualTo(
                        "{\"columns\":[\"id\",\"name\",\"tags\"],\"rows\":[[1,\"Ada \\\"A\\\"\",null],[2,null,[\"x\"]]],"
                                + "\"rowIds\":[null,\"r-2\"]}");
    }

    @Test
    void csvTellsNullFromTheEmptyText() {
        String csv = text(batch("users")
                .row("id", 1, "name", "")
                .row("id", 2, "name", null)
                .csv()
                .message());
        assertThat(csv.lines()).containsExactly("id,name", "1,\"\"", "2,");
    }

    @Test
    void propertiesSayWhatTheBodyIs() throws IOException {
        BatchMessage message = rows.csv()
                .gzip()
                .onDuplicate(DuplicatePolicy.UPDATE)
                .part("i1", 2, 3)
                .message();

        assertThat(message.id()).isEqualTo("b1");
        assertThat(message.properties().getContentType()).isEqualTo("text/csv");
        assertThat(message.properties().getContentEncoding()).isEqualTo("gzip");
        assertThat(message.properties().getHeaders())
                .containsEntry("rowcall-on-duplicate", "update")
                .containsEntry("rowcall-import-id", "i1")
                .containsEntry("rowcall-part", 2)
                .containsEntry("rowcall-parts", 3);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(message.body())).readAllBytes())
                .asString()
                .startsWith("id,name,tags");
    }

    private static String text(BatchMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
