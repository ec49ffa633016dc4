package io.rowcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The build writes down what the worker consists of, for those who have to know where a faulty library is in use. */
class SbomIT {

    private static final String WHERE = "/META-INF/sbom/application.cdx.json";

    @Test
    void billOfMaterialsNamesWhatIsShippedAndNothingElse() throws IOException {
        JsonNode bill;
        try (InputStream file = Objects.requireNonNull(SbomIT.class.getResourceAsStream(WHERE), WHERE)) {
            bill = JsonMapper.shared().readTree(file);
        }

        List<String> names = StreamSupport.stream(bill.path("components").spliterator(), false)
                .map(component -> component.path("name").asString())
                .toList();
        assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(names)
                .contains("amqp-client", "mysql-connector-j", "mybatis")
                .doesNotContain("junit-jupiter-api", "assertj-core", "testcontainers");
        assertThat(bill.path("components"))
                .allMatch(component -> component.path("purl").asString().matches("pkg:maven/.+@.+"));
    }
}
