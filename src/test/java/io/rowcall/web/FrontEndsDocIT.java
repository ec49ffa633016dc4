package io.rowcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowcall.testing.Scene;
import io.rowcall.testing.Worker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples for front ends do what they say, one after the other. */
class FrontEndsDocIT {

    private static final JsonMapper JSON = new JsonMapper();

    /** A command, and what it prints. */
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(curl .*?)```\n```json\n(.*?)```", Pattern.DOTALL);

    private static final Pattern TABLE = Pattern.compile("```sql\n(CREATE TABLE .*?)```", Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

    private record Example(String command, String output) {}

    @Test
    void everyExampleWorksAsItStands() throws Exception {
        assumeTrue(run("command -v curl").strip().endsWith("curl"), "there is no curl");
        String text = Files.readString(Path.of("docs/front-ends.md"));
        List<Example> examples = EXAMPLE.matcher(text)
                .results()
                .map(found -> new Example(found.group(1), found.group(2)))
                .toList();
        assertThat(examples).hasSizeGreaterThan(5);

        try (Scene scene = Scene.create("doc")) {
            scene.database()
                    .execute(TABLE.matcher(text)
                            .results()
                            .findFirst()
                            .orElseThrow()
                            .group(1));
            Worker worker = scene.start(scene.worker().target("users", "table: users", "allowed: fail, ignore"));
            String server = worker.uri("").getAuthority();
            for (Example example : examples) {
                String printed = run(example.command().replace("127.0.0.1:8080", server));

                assertThat(comparable(printed)).as(example.command()).isEqualTo(comparable(example.output()));
            }
        }
    }

    private static JsonNode comparable(String json) {
        return JSON.readTree(TIME.matcher(json).replaceAll("some time"));
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(60, TimeUnit.SECONDS);
        return output;
    }
}
